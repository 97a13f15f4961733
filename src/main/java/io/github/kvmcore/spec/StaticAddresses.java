package io.github.kvmcore.spec;

import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that guests give themselves, where no DHCP server is kvmcore's.
 *
 * @param addresses one for each machine, at least
 * @param prefix the network bits of the subnet that all of them are in
 * @param gateway null: none
 * @param dns name servers
 */
public record StaticAddresses(
    List<Ipv4Address> addresses, int prefix, @Nullable Ipv4Address gateway, List<Ipv4Address> dns) {
  public StaticAddresses {
    addresses = List.copyOf(addresses);
    dns = List.copyOf(dns);
  }

  public Ipv4Subnet subnet() {
    return new Ipv4Subnet(addresses.get(0), prefix);
  }

  /** What a guest with this address is told. */
  public GuestNetwork of(Ipv4Address address) {
    return new GuestNetwork(address, prefix, gateway, dns);
  }
}
