package io.github.kvmcore.model.storage;

/** How a machine's disk is made from the base image. */
public enum DiskMode {
  OVERLAY("overlay"),
  COPY("copy");

  private final String text;

  DiskMode(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
