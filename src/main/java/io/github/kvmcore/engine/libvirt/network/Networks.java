package io.github.kvmcore.engine.libvirt.network;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides which network a cluster is on, and which address each machine has there. */
public final class Networks {
  private final Settings settings;
  private final HostState hostState;
  private final HostFacts facts;

  public Networks(Settings settings, HostState hostState, HostFacts facts) {
    this.settings = settings;
    this.hostState = hostState;
    this.facts = facts;
  }

  /**
   * The network for a cluster of these machines.
   *
   * @throws KvmcoreException where the named one is missing, or none can be made
   */
  public NetworkChoice choose(List<MachineSpec> machines) {
    String bridge = settings.bridge();
    if (bridge != null) {
      return new NetworkChoice.Bridge(bridge);
    }
    String name = settings.networkName();
    if (name != null) {
      return new NetworkChoice.Existing(named(name));
    }
    Optional<Network> own = hostState.ownNetwork(settings.cluster());
    if (own.isPresent()) {
      return new NetworkChoice.Existing(own.get());
    }
    return ownNew(machines);
  }

  private Network named(String name) {
    return hostState
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
                            + hostState.networks().stream()
                                .map(Network::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  /** What to know of a network that is made; empty where there is nothing. */
  public Optional<String> note(NetworkChoice choice) {
    if (!(choice instanceof NetworkChoice.OwnNew own)) {
      return Optional.empty();
    }
    return Subnets.around(own.subnet(), facts)
        .map(
            route ->
                "warning: subnet "
                    + own.subnet()
                    + " lies inside the route to "
                    + route
                    + ": while network "
                    + own.name()
                    + " runs, this host can't reach those addresses there");
  }

  private NetworkChoice ownNew(List<MachineSpec> machines) {
    Ipv4Subnet subnet = subnet(machines);
    String name = Identity.networkName(settings.cluster());
    int capacity = Subnets.capacity(subnet);
    Map<String, MachineSpec> everybody = withPresent(machines);
    boolean numbered =
        everybody.values().stream()
            .allMatch(it -> it.address() == null && it.index() > 0 && it.index() <= capacity);
    NetworkChoice.OwnNew all =
        new NetworkChoice.OwnNew(
            name,
            subnet,
            IntStream.rangeClosed(1, capacity)
                .mapToObj(index -> host(index, Subnets.addressOf(subnet, index)))
                .toList());
    return numbered ? all : new NetworkChoice.OwnNew(name, subnet, hosts(everybody, all));
  }

  private Reservation host(int index, Ipv4Address address) {
    return host(MachineSpec.name(settings.cluster(), index), address);
  }

  private Reservation host(String machine, Ipv4Address address) {
    return new Reservation(Identity.mac(settings.cluster(), machine, ""), machine, address);
  }

  /** The machines that are wanted, and those that are there besides. */
  private Map<String, MachineSpec> withPresent(List<MachineSpec> machines) {
    Map<String, MachineSpec> all = new LinkedHashMap<>();
    machines.forEach(machine -> all.put(machine.name(), machine));
    hostState
        .machines(settings.cluster())
        .keySet()
        .forEach(name -> all.putIfAbsent(name, unspecified(name)));
    return all;
  }

  /** An entry for each machine. */
  private List<Reservation> hosts(Map<String, MachineSpec> all, NetworkChoice network) {
    // Numbered ones first: others don't care which address they get.
    List<MachineSpec> sorted =
        all.values().stream().sorted(Comparator.comparing(it -> it.index() == 0)).toList();
    Addresses addresses =
        new Addresses(settings, hostState, network, new ArrayList<>(all.values()));
    List<Reservation> hosts = new ArrayList<>();
    for (MachineSpec machine : sorted) {
      Ipv4Address address = addresses.of(machine, mac(network, machine.name()));
      addresses.given(address);
      if (address != null) {
        hosts.add(host(machine.name(), address));
      }
    }
    return hosts;
  }

  private MachineSpec unspecified(String name) {
    int index = MachineSpec.index(settings.cluster(), name);
    return new MachineSpec(name, index, 0, 0, null, null);
  }

  /** The one that was asked for, the one around the machines' own addresses, or a free one. */
  private Ipv4Subnet subnet(List<MachineSpec> machines) {
    Ipv4Subnet wanted = settings.subnet();
    if (wanted != null) {
      requireFree("vm_network_subnet", wanted, machines.size());
      return wanted;
    }
    Optional<Ipv4Address> first =
        machines.stream().flatMap(machine -> Stream.ofNullable(machine.address())).findFirst();
    if (first.isPresent()) {
      Ipv4Subnet around = new Ipv4Subnet(first.get(), Subnets.USUAL_PREFIX);
      requireFree("the machines' fixed addresses", around, machines.size());
      return around;
    }
    return Subnets.choose(settings.cluster(), machines.size(), hostState, facts);
  }

  private void requireFree(String asked, Ipv4Subnet subnet, int machines) {
    if (Subnets.capacity(subnet) < machines) {
      throw KvmcoreException.settings(
          List.of(
              asked
                  + ": "
                  + subnet
                  + " has addresses for "
                  + Subnets.capacity(subnet)
                  + " machines, "
                  + machines
                  + " are wanted"));
    }
    Optional<Ipv4Subnet> obstacle = Subnets.obstacle(subnet, hostState, facts);
    if (obstacle.isPresent()) {
      throw KvmcoreException.settings(
          List.of(
              asked
                  + ": "
                  + subnet
                  + " overlaps with "
                  + obstacle.get()
                  + ", which this host uses already (ip route, virsh net-list)"));
    }
  }

  /**
   * The MAC address of a machine's further interface.
   *
   * @param network a libvirt network, or {@code bridge:NAME}
   * @param number from 1
   */
  public String mac(String network, String machine, int number) {
    String salt = network.startsWith("bridge:") ? facts.machineId() : "";
    return Identity.mac(settings.cluster(), machine, salt, number);
  }

  /** The MAC address of a machine: on a bridge, other hosts' clusters may have the same name. */
  public String mac(NetworkChoice network, String machine) {
    String salt = network instanceof NetworkChoice.Bridge ? facts.machineId() : "";
    return Identity.mac(settings.cluster(), machine, salt);
  }
}
