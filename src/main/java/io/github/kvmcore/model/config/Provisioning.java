package io.github.kvmcore.model.config;

/** How the guests are configured, as the user wants it. */
public enum Provisioning {
  /** What the image's system is made for. */
  AUTO("auto"),
  IGNITION("ignition"),
  CLOUD_CONFIG("cloud-config");

  private final String text;

  Provisioning(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
