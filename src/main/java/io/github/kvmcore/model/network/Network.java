package io.github.kvmcore.model.network;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A libvirt network, anybody's.
 *
 * @param persistent whether libvirt keeps its definition; else it is gone when it is stopped
 * @param outer whether guests are on a network outside libvirt, with addresses from there: forward
 *     modes bridge, private, vepa, passthrough and hostdev
 * @param bridge the host's bridge device; empty where it has none
 * @param subnets its IPv4 subnets, in the order of its XML
 * @param gateways the host's own address in each subnet
 * @param dhcp the IPv4 addresses that libvirt gives out on it; null: none
 * @param cluster the cluster whose own network it is; null where it is somebody else's
 */
public record Network(
    UUID uuid,
    String name,
    boolean active,
    boolean persistent,
    boolean outer,
    String bridge,
    List<Ipv4Subnet> subnets,
    List<Ipv4Address> gateways,
    @Nullable Dhcp dhcp,
    @Nullable String cluster) {
  public Network {
    subnets = List.copyOf(subnets);
    gateways = List.copyOf(gateways);
  }

  /** The fixed addresses of its DHCP server. */
  public List<Reservation> reservations() {
    return dhcp == null ? List.of() : dhcp.reservations();
  }

  /** The address that is kept for a MAC address. */
  public Optional<Ipv4Address> addressOf(String mac) {
    return dhcp == null ? Optional.empty() : dhcp.addressOf(mac);
  }

  /** The same network when it has been started. */
  public Network started() {
    return new Network(
        uuid, name, true, persistent, outer, bridge, subnets, gateways, dhcp, cluster);
  }

  /** The same network, which libvirt forgets when it is stopped. */
  public Network asTransient() {
    return new Network(uuid, name, active, false, outer, bridge, subnets, gateways, dhcp, cluster);
  }
}
