package io.github.kvmcore.model.network;

/**
 * IPv4 addresses in a row.
 *
 * @param start its first address
 * @param end its last address
 */
public record Ipv4Range(Ipv4Address start, Ipv4Address end) {
  /** How many addresses it has; 0 where it ends before it starts. */
  public long size() {
    return Math.max(
        0, Integer.toUnsignedLong(end.bits()) - Integer.toUnsignedLong(start.bits()) + 1);
  }

  /** As {@code 192.168.60.100-192.168.60.110}. */
  @Override
  public String toString() {
    return start.equals(end) ? start.toString() : start + "-" + end;
  }
}
