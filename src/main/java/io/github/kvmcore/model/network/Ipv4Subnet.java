package io.github.kvmcore.model.network;

import java.util.Optional;

/**
 * An IPv4 subnet.
 *
 * @param base its first address, all host bits 0
 * @param prefix the number of network bits, 0 to 32
 */
public record Ipv4Subnet(Ipv4Address base, int prefix) {
  public Ipv4Subnet {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("prefix " + prefix);
    }
    base = new Ipv4Address(base.bits() & mask(prefix));
  }

  /** Reads {@code 192.168.1.0/24}, or a bare address as a /32; empty where it is neither. */
  public static Optional<Ipv4Subnet> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Ipv4Address.parse(text).map(address -> new Ipv4Subnet(address, 32));
    }
    String bits = text.substring(slash + 1);
    if (!bits.matches("\\d{1,2}") || Integer.parseInt(bits) > 32) {
      return Optional.empty();
    }
    return Ipv4Address.parse(text.substring(0, slash))
        .map(address -> new Ipv4Subnet(address, Integer.parseInt(bits)));
  }

  /** The subnet of an address with a netmask such as 255.255.255.0. */
  public static Ipv4Subnet of(Ipv4Address address, Ipv4Address netmask) {
    return new Ipv4Subnet(address, Integer.bitCount(netmask.bits()));
  }

  private static int mask(int prefix) {
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  public boolean contains(Ipv4Address address) {
    return (address.bits() & mask(prefix)) == base.bits();
  }

  public boolean overlaps(Ipv4Subnet other) {
    return contains(other.base) || other.contains(base);
  }

  /** Whether it is larger than another. */
  public boolean isWider(Ipv4Subnet other) {
    return prefix < other.prefix;
  }

  /** The address this far from the first. */
  public Ipv4Address address(int offset) {
    return base.plus(offset);
  }

  /** Its last address, which is that of all its hosts. */
  public Ipv4Address broadcast() {
    return base.plus((int) (size() - 1));
  }

  /** All addresses, the first and the broadcast address among them. */
  public long size() {
    return 1L << (32 - prefix);
  }

  /** As {@code 192.168.1.0/24}. */
  @Override
  public String toString() {
    return base + "/" + prefix;
  }
}
