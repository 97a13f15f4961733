package io.github.kvmcore.model.machine;

/** How far machines must have got before create ends. */
public enum WaitLevel {
  NONE("none"),
  RUNNING("running"),
  ADDRESS("address"),
  SSH("ssh");

  private final String text;

  WaitLevel(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
