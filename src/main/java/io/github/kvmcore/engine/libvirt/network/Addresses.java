package io.github.kvmcore.engine.libvirt.network;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Dhcp;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Range;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives machines their addresses on a network, each another one. */
public final class Addresses {
  /** How many addresses are probed beyond those that the machines need. */
  private static final int SPARE = 64;

  /** How many addresses are probed at most: the kernel's list of neighbours has 1024 entries. */
  private static final int PROBED = 512;

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
  public Addresses(
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
  public void given(@Nullable Ipv4Address address) {
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
  public @Nullable Ipv4Address of(MachineSpec machine, String mac) {
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
    if (network instanceof NetworkChoice.Existing existing) {
      Network there = existing.network();
      Dhcp dhcp = there.dhcp();
      return dhcp == null
          ? null
          : there.addressOf(mac).orElseGet(() -> onExisting(there, dhcp, machine, mac));
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

  private Ipv4Address onExisting(Network network, Dhcp dhcp, MachineSpec machine, String mac) {
    Set<Ipv4Address> taken = taken(network, mac);
    if (cluster.equals(network.cluster())) {
      Ipv4Subnet subnet = dhcp.subnet();
      IntStream usual = usual(subnet, machine);
      // A network made for numbered machines keeps all those for them.
      IntStream low =
          machine.index() == 0 ? IntStream.range(Subnets.lowest(subnet), 1) : IntStream.empty();
      return first(subnet, IntStream.concat(usual, low), taken, network.name());
    }
    return dhcp.addresses(usualPlace(dhcp, machine))
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(() -> full(network, dhcp, machine));
  }

  /** Clusters begin at different places, so that each gets the same addresses again. */
  private int usualPlace(Dhcp dhcp, MachineSpec machine) {
    return Identity.spread(cluster, Math.max(1, dhcp.size())) + place(machine) - 1;
  }

  private static KvmcoreException full(Network network, Dhcp dhcp, MachineSpec machine) {
    String where =
        dhcp.ranges().isEmpty()
            ? dhcp.subnet().toString()
            : dhcp.ranges().stream().map(Ipv4Range::toString).collect(Collectors.joining(", "));
    return KvmcoreException.settings(
        List.of(
            "vm_network_name: network "
                + network.name()
                + " has no address left for "
                + machine.name()
                + ": all of "
                + where
                + " are reserved, leased or in use; next: virsh net-edit "
                + ShellQuote.quote(network.name())
                + " (a larger <range>)"));
  }

  /**
   * The addresses that have to be probed before any is given out, where others have addresses on
   * the network: those that the user gave, and those among which kvmcore chooses.
   *
   * @param missing the machines that are to be made
   */
  public List<Ipv4Address> candidates(List<MachineSpec> missing) {
    boolean own =
        network instanceof NetworkChoice.OwnNew
            || (network instanceof NetworkChoice.Existing existing
                && cluster.equals(existing.network().cluster()));
    if (own || missing.isEmpty()) {
      return List.of();
    }
    Stream<Ipv4Address> fixed =
        missing.stream().flatMap(machine -> Stream.ofNullable(machine.address()));
    Stream<Ipv4Address> chosen = guests == null ? Stream.of() : guests.addresses().stream();
    if (network instanceof NetworkChoice.Existing existing) {
      Dhcp dhcp = existing.network().dhcp();
      Set<Ipv4Address> taken = taken(existing.network(), "");
      chosen =
          dhcp == null
              ? chosen
              : dhcp.addresses(usualPlace(dhcp, missing.get(0)))
                  .filter(address -> !taken.contains(address));
    }
    return Stream.concat(fixed, chosen)
        .distinct()
        .limit(Math.min(missing.size() + SPARE, PROBED))
        .toList();
  }

  /**
   * What others have. Leases of machines that are no more still count: the DHCP server would not
   * give them away.
   */
  private Set<Ipv4Address> taken(Network network, String mac) {
    Set<Ipv4Address> taken = new HashSet<>(given);
    taken.addAll(network.gateways());
    network.reservations().stream()
        .filter(host -> !host.mac().equals(mac))
        .forEach(host -> taken.add(host.address()));
    Stream.concat(
            hostState.leases().getOrDefault(network.name(), List.of()).stream(),
            hostState.neighbours().stream())
        .filter(lease -> !lease.mac().equals(mac))
        .forEach(lease -> taken.add(lease.address()));
    return taken;
  }
}
