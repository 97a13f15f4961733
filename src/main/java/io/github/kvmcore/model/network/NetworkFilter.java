package io.github.kvmcore.model.network;

import java.util.Locale;

/** Which of libvirt's network filters keeps a guest from sending under a false address. */
public enum NetworkFilter {
  NONE,
  /** Frames leave only with the MAC address of their interface. */
  NO_MAC_SPOOFING,
  /** The same, and IPv4 and ARP only with the address of the interface; nothing else leaves. */
  CLEAN_TRAFFIC;

  /** As users write it, and as libvirt calls the filter. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As a machine has it: empty for none. */
  public String filter() {
    return this == NONE ? "" : toString();
  }
}
