package io.github.kvmcore.engine.libvirt.network;

import io.github.kvmcore.engine.libvirt.create.Conflicts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Dhcp;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.StaticAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reasons for which machines can't have the addresses that the user gave them. That
 * another machine has one, by a reservation, is for {@link Conflicts} to say.
 */
public final class FixedAddresses {
  private final @Nullable StaticAddresses guests;
  private final HostState hostState;
  private final NetworkChoice choice;
  private final List<String> found = new ArrayList<>();

  private FixedAddresses(
      @Nullable StaticAddresses guests, HostState hostState, NetworkChoice choice) {
    this.guests = guests;
    this.hostState = hostState;
    this.choice = choice;
  }

  /**
   * What makes a profile impossible whose machines are told of each other's addresses; empty where
   * all are known beforehand.
   */
  public static List<String> unknown(Settings settings, Stream<Machine> machines) {
    List<String> nowhere =
        machines.filter(machine -> machine.address() == null).map(Machine::name).toList();
    return nowhere.isEmpty()
        ? List.of()
        : List.of(
            "cloud_init_profile: "
                + settings.profile()
                + " needs machines with fixed addresses, and "
                + String.join(", ", nowhere)
                + (nowhere.size() == 1 ? " has" : " have")
                + " none: give them some with vm_static_addresses, or leave out vm_bridge, for a"
                + " network of the cluster's own, or name a libvirt network that has DHCP in"
                + " vm_network_name");
  }

  /**
   * What stands in the way, a line each; empty where nothing does.
   *
   * @param missing the machines that are to be made
   */
  public static List<String> conflicts(
      Settings settings,
      HostState hostState,
      NetworkChoice choice,
      List<MachineSpec> specs,
      List<Machine> missing) {
    FixedAddresses check = new FixedAddresses(settings.hardware().addresses(), hostState, choice);
    for (MachineSpec spec : specs) {
      Ipv4Address address = spec.address();
      if (address != null) {
        missing.stream()
            .filter(machine -> machine.name().equals(spec.name()))
            .forEach(machine -> check.check(machine, address));
      }
    }
    return check.found;
  }

  private void check(Machine machine, Ipv4Address address) {
    if (choice instanceof NetworkChoice.OwnNew own) {
      inside(machine, address, own.subnet(), "the cluster's network");
      hostsOwn(machine, address, List.of(Subnets.gateway(own.subnet())));
    } else if (choice instanceof NetworkChoice.Existing existing
        && existing.network().dhcp() != null) {
      existing(machine, address, existing.network(), existing.network().dhcp());
    } else if (guests != null) {
      inside(machine, address, guests.subnet(), "that of vm_static_addresses");
      if (address.equals(guests.gateway())) {
        add(machine, address, "is the gateway's (vm_gateway)");
      }
    } else {
      add(
          machine,
          address,
          "can't be kept for it, as libvirt gives no addresses on "
              + choice.label()
              + ": leave ansible_host out");
    }
  }

  private void add(Machine machine, Ipv4Address address, String what) {
    found.add(machine.name() + ": its address " + address + " " + what);
  }

  private void inside(Machine machine, Ipv4Address address, Ipv4Subnet subnet, String where) {
    if (!subnet.contains(address)) {
      add(machine, address, "is not in " + subnet + ", " + where);
    } else if (address.equals(subnet.base()) || address.equals(subnet.broadcast())) {
      add(machine, address, "is that of " + subnet + " itself, or of all that are in it");
    }
  }

  private void hostsOwn(Machine machine, Ipv4Address address, List<Ipv4Address> gateways) {
    if (gateways.contains(address)) {
      add(machine, address, "is the host's own on that network");
    }
  }

  private void existing(Machine machine, Ipv4Address address, Network network, Dhcp dhcp) {
    inside(machine, address, dhcp.subnet(), "network " + network.name());
    hostsOwn(machine, address, network.gateways());
    network
        .addressOf(machine.mac())
        .filter(kept -> !kept.equals(address))
        .ifPresent(
            kept ->
                add(
                    machine,
                    address,
                    "is not the one that network " + network.name() + " keeps for it: " + kept));
    hostState.leases().getOrDefault(network.name(), List.of()).stream()
        .filter(lease -> lease.address().equals(address) && !lease.mac().equals(machine.mac()))
        .forEach(
            lease ->
                add(
                    machine,
                    address,
                    "is leased to "
                        + lease.mac()
                        + " (virsh net-dhcp-leases "
                        + network.name()
                        + ")"));
  }
}
