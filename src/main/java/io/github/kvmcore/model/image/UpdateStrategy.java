package io.github.kvmcore.model.image;

/** What guests do about new releases of their system. */
public enum UpdateStrategy {
  /** Nothing: they stay at the release of their image. */
  OFF("off"),
  /** They install them and reboot at once, each by itself. */
  REBOOT("reboot"),
  /** What their system does where nobody says anything. */
  SYSTEM("system");

  private final String text;

  UpdateStrategy(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
