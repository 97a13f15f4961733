package io.github.kvmcore.plan;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.GuestNetwork;
import io.github.kvmcore.model.Identity;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.Ipv4Subnet;
import io.github.kvmcore.model.Lease;
import io.github.kvmcore.model.MachineSpec;
import io.github.kvmcore.model.Network;
import io.github.kvmcore.model.Reservation;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.settings.StaticAddresses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives machines their addresses on a network, each another one. */
final class Addresses {
  private final String cluster;
  private final NextCommand next;
  private final HostState hostState;
  private final NetworkChoice network;

  /** Of each machine its place in the list, from 1: what stands in for a number in its name. */
  private final Map<String, Integer> places = new HashMap<>();

  private final Set<Ipv4Address> given = new HashSet<>();

  /** Those that guests give themselves; null: they ask DHCP. */
  private final @Nullable StaticAddresses guests;

  /** By machine: what a guest that is there, or was begun, gives itself. */
  private final Map<String, Ipv4Address> own = new HashMap<>();

  /**
   * @param machines all that will ever be asked for; fixed addresses among theirs are left to them
   */
  Addresses(
      Settings settings, HostState hostState, NetworkChoice network, List<MachineSpec> machines) {
    this.cluster = settings.cluster();
    this.next = NextCommand.of(settings);
    this.hostState = hostState;
    this.network = network;
    this.guests = settings.hardware().addresses();
    hostState
        .machines(cluster)
        .forEach(
            (name, domain) -> {
              GuestNetwork its = domain.hardware().network();
              if (its != null) {
                own.put(name, its.address());
              }
            });
    for (MachineSpec machine : machines) {
      places.put(machine.name(), machine.index() > 0 ? machine.index() : places.size() + 1);
      given(machine.address());
    }
  }

  /** Says that a machine has an address, so that no other gets it. */
  void given(@Nullable Ipv4Address address) {
    if (address != null) {
      given.add(address);
    }
  }

  /**
   * The address of a machine that is to be made.
   *
   * @return null where somebody else's DHCP decides
   * @throws KvmcoreException where the network has none left
   */
  @Nullable Ipv4Address of(MachineSpec machine, String mac) {
    if (machine.address() != null) {
      return machine.address();
    }
    if (guests != null) {
      return ofGuests(guests, machine);
    }
    if (network instanceof NetworkChoice.OwnNew own) {
      return entry(own, machine)
          .orElseGet(() -> first(own.subnet(), usual(own.subnet(), machine), given, own.name()));
    }
    if (network instanceof NetworkChoice.Existing existing && existing.network().dhcp()) {
      return existing
          .network()
          .addressOf(mac)
          .orElseGet(() -> onExisting(existing.network(), machine, mac));
    }
    return null;
  }

  /** The one that it had, the one at its place in the list, or the first that nobody has. */
  private Ipv4Address ofGuests(StaticAddresses all, MachineSpec machine) {
    List<Ipv4Address> addresses = all.addresses();
    Set<Ipv4Address> taken = new HashSet<>(given);
    own.forEach(
        (name, address) -> {
          if (!name.equals(machine.name())) {
            taken.add(address);
          }
        });
    int place = place(machine);
    Stream<Ipv4Address> had =
        Stream.ofNullable(own.get(machine.name())).filter(addresses::contains);
    Stream<Ipv4Address> usual =
        place <= addresses.size() ? Stream.of(addresses.get(place - 1)) : Stream.empty();
    return Stream.of(had, usual, addresses.stream())
        .flatMap(it -> it)
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                KvmcoreException.settings(
                    List.of(
                        "vm_static_addresses: none of the "
                            + addresses.size()
                            + " addresses is left for "
                            + machine.name())));
  }

  private Optional<Ipv4Address> entry(NetworkChoice.OwnNew own, MachineSpec machine) {
    return own.hosts().stream()
        .filter(host -> host.name().equals(machine.name()))
        .map(Reservation::address)
        .filter(address -> !given.contains(address))
        .findFirst();
  }

  /** Offsets for {@link Subnets#addressOf}: the machine's own, then all others. */
  private IntStream usual(Ipv4Subnet subnet, MachineSpec machine) {
    int capacity = Subnets.capacity(subnet);
    int own = place(machine);
    IntStream first = own <= capacity ? IntStream.of(own) : IntStream.empty();
    return IntStream.concat(first, IntStream.rangeClosed(1, capacity));
  }

  private int place(MachineSpec machine) {
    return places.getOrDefault(machine.name(), 1);
  }

  private Ipv4Address first(
      Ipv4Subnet subnet, IntStream candidates, Set<Ipv4Address> taken, String name) {
    return candidates
        .mapToObj(index -> Subnets.addressOf(subnet, index))
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                KvmcoreException.settings(
                    List.of(
                        "the cluster's network "
                            + name
                            + " holds at most "
                            + Subnets.capacity(subnet)
                            + " machines: "
                            + next.line("destroy")
                            + " first, then create with a larger vm_network_subnet")));
  }

  private Ipv4Address onExisting(Network network, MachineSpec machine, String mac) {
    Set<Ipv4Address> taken = taken(network, mac);
    Ipv4Subnet subnet = network.subnets().get(0);
    if (cluster.equals(network.cluster())) {
      IntStream usual = usual(subnet, machine);
      // A network made for numbered machines keeps all those for them.
      IntStream low =
          machine.index() == 0 ? IntStream.range(Subnets.lowest(subnet), 1) : IntStream.empty();
      return first(subnet, IntStream.concat(usual, low), taken, network.name());
    }
    int usable = (int) Math.min(subnet.size() - 2, 65_534);
    int first = Identity.spread(cluster, usable) + place(machine) - 1;
    return IntStream.range(0, usable)
        .mapToObj(i -> subnet.address(1 + (first + i) % usable))
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                KvmcoreException.settings(
                    List.of("network " + network.name() + " has no free address left")));
  }

  /** Leases of machines that are no more still count: the DHCP server would not give them away. */
  private Set<Ipv4Address> taken(Network network, String mac) {
    Set<Ipv4Address> taken = new HashSet<>(given);
    taken.addAll(network.gateways());
    network.reservations().stream()
        .filter(host -> !host.mac().equals(mac))
        .forEach(host -> taken.add(host.address()));
    Stream<Lease> leases = hostState.leases().getOrDefault(network.name(), List.of()).stream();
    leases.filter(lease -> !lease.mac().equals(mac)).forEach(lease -> taken.add(lease.address()));
    return taken;
  }
}
