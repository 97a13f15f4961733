package io.github.kvmcore.model;

/** How the config drive reaches the guest. */
public enum ConfigDriveKind {
  AUTO("auto"),
  P9("9p"),
  ISO("iso");

  private final String text;

  ConfigDriveKind(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
