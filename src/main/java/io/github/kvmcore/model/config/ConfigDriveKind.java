package io.github.kvmcore.model.config;

import io.github.kvmcore.model.image.Os;

/** How the config drive reaches the guest. */
public enum ConfigDriveKind {
  AUTO("auto"),
  P9("9p"),
  ISO("iso");

  private final String text;

  ConfigDriveKind(String text) {
    this.text = text;
  }

  /**
   * Whether the drive is an ISO image. cloud-init, which a system that is not known most likely
   * has, finds no other.
   *
   * @param os the guests' system
   * @param ninePfs whether QEMU can share a folder by 9p
   */
  public boolean isIso(Os os, boolean ninePfs) {
    return this == ISO || (this == AUTO && (os == Os.OTHER || !ninePfs));
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
