package io.github.kvmcore.plan;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.Inventory;
import io.github.kvmcore.model.Identity;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.Ipv4Subnet;
import io.github.kvmcore.model.Lease;
import io.github.kvmcore.model.Network;
import io.github.kvmcore.model.Reservation;
import io.github.kvmcore.settings.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides which network a cluster is on, and which address each machine has there. */
final class Networks {
  private final Settings settings;
  private final Inventory inventory;
  private final HostFacts facts;

  Networks(Settings settings, Inventory inventory, HostFacts facts) {
    this.settings = settings;
    this.inventory = inventory;
    this.facts = facts;
  }

  /**
   * The network for a cluster of so many machines.
   *
   * @throws KvmcoreException where the named one is missing, or none can be made
   */
  NetworkChoice choose(int machines) {
    String bridge = settings.bridge();
    if (bridge != null) {
      return new NetworkChoice.Bridge(bridge);
    }
    String name = settings.networkName();
    if (name != null) {
      return new NetworkChoice.Existing(named(name));
    }
    Optional<Network> own = inventory.ownNetwork(settings.cluster());
    if (own.isPresent()) {
      return new NetworkChoice.Existing(own.get());
    }
    return ownNew(machines);
  }

  private Network named(String name) {
    return inventory
        .network(name)
        .orElseThrow(
            () ->
                KvmcoreException.settings(
                    List.of(
                        "vm_network_name: there is no network '"
                            + name
                            + "' on "
                            + settings.connect()
                            + "; there are: "
                            + inventory.networks().stream()
                                .map(Network::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  private NetworkChoice ownNew(int machines) {
    String cluster = settings.cluster();
    Ipv4Subnet wanted = settings.subnet();
    if (wanted != null) {
      requireFits(wanted, machines);
    }
    Ipv4Subnet subnet =
        wanted != null ? wanted : Subnets.choose(cluster, machines, inventory, facts);
    List<Reservation> hosts =
        IntStream.rangeClosed(1, Subnets.capacity(subnet))
            .mapToObj(
                index ->
                    new Reservation(
                        Identity.mac(cluster, Machines.name(cluster, index), ""),
                        Machines.name(cluster, index),
                        Subnets.addressOf(subnet, index)))
            .toList();
    return new NetworkChoice.OwnNew(Identity.networkName(cluster), subnet, hosts);
  }

  private void requireFits(Ipv4Subnet subnet, int machines) {
    if (Subnets.capacity(subnet) < machines) {
      throw KvmcoreException.settings(
          List.of(
              "vm_network_subnet: "
                  + subnet
                  + " has addresses for "
                  + Subnets.capacity(subnet)
                  + " machines, "
                  + machines
                  + " are wanted"));
    }
    Optional<Ipv4Subnet> obstacle = Subnets.obstacle(subnet, inventory, facts);
    if (obstacle.isPresent()) {
      throw KvmcoreException.settings(
          List.of(
              "vm_network_subnet: "
                  + subnet
                  + " meets "
                  + obstacle.get()
                  + ", which the host has a route or a network for already"));
    }
  }

  /** The MAC address of a machine: on a bridge, other hosts' clusters may have the same name. */
  String mac(NetworkChoice network, String machine) {
    String salt = network instanceof NetworkChoice.Bridge ? facts.machineId() : "";
    return Identity.mac(settings.cluster(), machine, salt);
  }

  /**
   * The address of a machine that is to be made.
   *
   * @param given addresses that other machines of this plan have got
   * @return null where somebody else's DHCP decides
   */
  @Nullable Ipv4Address address(
      NetworkChoice network, String mac, int index, Set<Ipv4Address> given) {
    if (network instanceof NetworkChoice.OwnNew own) {
      return Subnets.addressOf(own.subnet(), index);
    }
    if (network instanceof NetworkChoice.Existing existing && existing.network().dhcp()) {
      return existing
          .network()
          .addressOf(mac)
          .orElseGet(() -> freeAddress(existing.network(), index, given));
    }
    return null;
  }

  private Ipv4Address freeAddress(Network network, int index, Set<Ipv4Address> given) {
    if (settings.cluster().equals(network.cluster())) {
      throw KvmcoreException.settings(
          List.of(
              "the cluster's network "
                  + network.name()
                  + " holds at most "
                  + network.reservations().size()
                  + " machines: kvmcore destroy, then create with a larger vm_network_subnet"));
    }
    Set<Ipv4Address> taken = new HashSet<>(given);
    taken.addAll(network.gateways());
    network.reservations().forEach(host -> taken.add(host.address()));
    for (Lease lease : inventory.leases().getOrDefault(network.name(), List.of())) {
      taken.add(lease.address());
    }
    Ipv4Subnet subnet = network.subnets().get(0);
    int usable = (int) Math.min(subnet.size() - 2, 65_534);
    int first = Identity.spread(settings.cluster(), usable) + index - 1;
    return IntStream.range(0, usable)
        .mapToObj(i -> subnet.address(1 + (first + i) % usable))
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                KvmcoreException.settings(
                    List.of("network " + network.name() + " has no free address left")));
  }
}
