package io.github.kvmcore.model.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guest gives its first interface by itself, where nobody's DHCP does.
 *
 * @param prefix the network bits of its subnet
 * @param gateway its way to other networks; null: none
 * @param dns its name servers
 */
public record GuestNetwork(
    Ipv4Address address, int prefix, @Nullable Ipv4Address gateway, List<Ipv4Address> dns) {
  public GuestNetwork {
    dns = List.copyOf(dns);
  }

  /** As {@code 192.168.50.11/24}. */
  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
