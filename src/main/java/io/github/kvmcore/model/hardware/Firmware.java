package io.github.kvmcore.model.hardware;

import java.util.Locale;

/** What starts a guest's boot loader. */
public enum Firmware {
  /** What the architecture and the image need. */
  AUTO,
  BIOS,
  UEFI,
  /** UEFI that starts only what a key that it knows has signed. */
  SECURE;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
