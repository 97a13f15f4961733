package io.github.kvmcore.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A libvirt network, anybody's.
 *
 * @param bridge the host's bridge device; empty where it has none
 * @param subnets its IPv4 subnets, in the order of its XML
 * @param gateways the host's own address in each subnet
 * @param reservations the fixed addresses of its DHCP server
 * @param dhcp whether libvirt serves DHCP on it
 * @param cluster the cluster whose own network it is; null where it is somebody else's
 */
public record Network(
    UUID uuid,
    String name,
    boolean active,
    String bridge,
    List<Ipv4Subnet> subnets,
    List<Ipv4Address> gateways,
    List<Reservation> reservations,
    boolean dhcp,
    @Nullable String cluster) {
  public Network {
    subnets = List.copyOf(subnets);
    gateways = List.copyOf(gateways);
    reservations = List.copyOf(reservations);
  }

  /** The address that is kept for a MAC address. */
  public Optional<Ipv4Address> addressOf(String mac) {
    return reservations.stream()
        .filter(reservation -> reservation.mac().equals(mac))
        .map(Reservation::address)
        .findFirst();
  }
}
