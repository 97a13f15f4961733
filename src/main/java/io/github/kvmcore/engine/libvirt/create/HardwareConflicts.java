package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.machine.DataDisks;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what stands in the way of machines' further networks, addresses and disks. */
final class HardwareConflicts {
  private final Settings settings;
  private final HostState hostState;
  private final HostFacts facts;
  private final List<String> found = new ArrayList<>();

  private HardwareConflicts(Settings settings, HostState hostState, HostFacts facts) {
    this.settings = settings;
    this.hostState = hostState;
    this.facts = facts;
  }

  /** What stands in the way, a line each; nothing where no machine has to be made. */
  static List<String> of(
      Settings settings,
      HostState hostState,
      HostFacts facts,
      NetworkChoice choice,
      OsRelease release,
      List<Machine> missing) {
    HardwareConflicts conflicts = new HardwareConflicts(settings, hostState, facts);
    if (!missing.isEmpty()) {
      conflicts.networks(choice);
    }
    conflicts.shares(release, missing);
    conflicts.disks(missing);
    Map<String, Domain> present = hostState.machines(settings.cluster());
    DataDisks disks = new DataDisks(settings, hostState);
    for (Machine machine : missing) {
      conflicts.macs(machine);
      conflicts.address(machine, choice);
      conflicts.found.addAll(disks.conflicts(machine, present.get(machine.name())));
      conflicts.found.addAll(disks.volumeConflicts(machine));
    }
    return conflicts.found;
  }

  /** All machines have the same shares. */
  private void shares(OsRelease release, List<Machine> missing) {
    boolean virtiofs =
        missing.stream()
            .flatMap(machine -> machine.hardware().shares().stream())
            .anyMatch(share -> share.driver() == ShareDriver.VIRTIOFS);
    if (virtiofs && release.lacksVirtiofs()) {
      found.add(
          "vm_share_driver: Flatcar "
              + release.version()
              + " has no virtiofs, which comes with 4459; "
              + (facts.ninePfs()
                  ? "set vm_share_driver to 9p, or take a newer release"
                  : "this host has no 9p: take a newer release"));
    }
  }

  private void networks(NetworkChoice choice) {
    for (String name : settings.hardware().extraNetworks()) {
      if (name.equals(choice.label())) {
        found.add("vm_extra_networks: " + name + " is what the first interface is on already");
      } else if (!name.startsWith("bridge:") && hostState.network(name).isEmpty()) {
        found.add(
            "vm_extra_networks: there is no network '"
                + name
                + "' on "
                + settings.connect()
                + "; there are: "
                + hostState.networks().stream()
                    .map(Network::name)
                    .sorted()
                    .collect(Collectors.joining(", ")));
      }
    }
    if (settings.hardware().addresses() != null
        && choice instanceof NetworkChoice.Existing existing
        && existing.network().dhcp() != null) {
      found.add(
          "vm_static_addresses: libvirt gives addresses on network "
              + choice.label()
              + ", and keeps one for each machine: leave it out (ansible_host in an inventory names"
              + " certain ones)");
    }
  }

  /** A machine's name can end like a further disk's. */
  private void disks(List<Machine> missing) {
    Map<Path, String> owners = new HashMap<>();
    for (Machine machine : missing) {
      Stream.concat(Stream.of(machine.disk()), machine.dataDisks().stream())
          .forEach(
              disk -> {
                String other = owners.putIfAbsent(disk.path(), machine.name());
                if (other != null) {
                  found.add(
                      machine.name()
                          + ": its disk "
                          + disk.path()
                          + " would be that of "
                          + other
                          + " as well: choose another name");
                }
              });
    }
  }

  private void macs(Machine machine) {
    for (Hardware.Link link : machine.hardware().links()) {
      hostState.domains().stream()
          .filter(domain -> !HostState.isOurs(domain, settings.cluster()))
          .filter(
              domain -> domain.interfaces().stream().anyMatch(it -> it.mac().equals(link.mac())))
          .forEach(
              domain ->
                  found.add(
                      machine.name()
                          + ": its MAC address "
                          + link.mac()
                          + " on "
                          + link.network()
                          + " is that of domain "
                          + domain.name()));
    }
  }

  private void address(Machine machine, NetworkChoice choice) {
    GuestNetwork network = machine.hardware().network();
    if (network == null) {
      return;
    }
    String what = machine.name() + ": its address " + network.address();
    if (choice instanceof NetworkChoice.Existing existing
        && existing.network().gateways().contains(network.address())) {
      found.add(what + " is the host's own on network " + choice.label());
    }
    if (facts.routes().contains(new Ipv4Subnet(network.address(), 32))) {
      found.add(what + " is this host's own, or that of a router (ip route show table all)");
    }
    for (Domain domain : hostState.domains()) {
      GuestNetwork theirs = domain.hardware().network();
      if (theirs != null
          && theirs.address().equals(network.address())
          && !domain.uuid().equals(machine.uuid())) {
        found.add(what + " is that of domain " + domain.name());
      }
    }
  }
}
