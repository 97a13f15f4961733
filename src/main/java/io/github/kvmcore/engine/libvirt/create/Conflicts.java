package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.storage.VolumeChecks;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds names, MAC addresses, addresses and files that belong to somebody else. */
public final class Conflicts {
  private final Settings settings;
  private final HostState hostState;
  private final List<String> found = new ArrayList<>();

  private Conflicts(Settings settings, HostState hostState) {
    this.settings = settings;
    this.hostState = hostState;
  }

  /**
   * What stands in the way of making these machines, a line each; empty where nothing does.
   *
   * @param missing the machines that have no domain
   */
  static List<String> of(
      Settings settings,
      HostState hostState,
      NetworkChoice network,
      Goal goal,
      List<Machine> missing) {
    Conflicts conflicts = new Conflicts(settings, hostState);
    conflicts.network(network);
    if (!missing.isEmpty()) {
      conflicts.noAddresses(network);
    }
    Set<String> macs = new HashSet<>();
    for (Machine machine : missing) {
      Optional<String> other = conflicts.otherCluster(machine);
      if (other.isPresent()) {
        conflicts.add(
            machine, "is a machine of cluster " + other.get() + " already: choose another name");
        continue; // and all that belongs to it is in the way as well
      }
      conflicts.domains(machine);
      FileConflicts.of(settings, hostState, machine).forEach(text -> conflicts.add(machine, text));
      conflicts.image(machine, goal.image().shownSource());
      conflicts.reservations(machine, network);
      conflicts.neighbours(machine, network);
      if (!macs.add(machine.mac())) {
        conflicts.add(machine, "has the same MAC address as another machine of the cluster");
      }
    }
    conflicts.found.addAll(VolumeChecks.conflicts(settings, hostState, goal, missing));
    return conflicts.found;
  }

  private void add(Machine machine, String what) {
    found.add(machine.name() + ": " + what);
  }

  private void network(NetworkChoice choice) {
    if (choice instanceof NetworkChoice.OwnNew own && hostState.network(own.name()).isPresent()) {
      found.add(
          "network "
              + own.name()
              + " exists and was not made by kvmcore for this cluster: choose another --cluster, or"
              + " use it with -e vm_network_name="
              + own.name());
    }
  }

  /** A machine there would be waited for in vain. */
  private void noAddresses(NetworkChoice choice) {
    if (!(choice instanceof NetworkChoice.Existing existing)
        || existing.network().dhcp() != null
        || existing.network().outer()
        || settings.hardware().addresses() != null) {
      return;
    }
    Network network = existing.network();
    String bridge =
        network.bridge().isEmpty()
            ? ""
            : "; if another DHCP server answers there, use vm_bridge=" + network.bridge();
    found.add(
        "vm_network_name: libvirt gives out no IPv4 addresses on network "
            + network.name()
            + ": give the machines vm_static_addresses, or add <dhcp> with virsh net-edit "
            + ShellQuote.quote(network.name())
            + bridge);
  }

  private void neighbours(Machine machine, NetworkChoice choice) {
    for (Lease other : hostState.neighbours()) {
      if (other.address().equals(machine.address()) && !other.mac().equals(machine.mac())) {
        add(
            machine,
            "its address "
                + other.address()
                + " is in use on "
                + choice.label()
                + " by "
                + other.mac()
                + ": choose another; next: ip neigh show "
                + other.address());
      }
    }
  }

  private void domains(Machine machine) {
    for (Domain domain : hostState.domains()) {
      if (HostState.isOurs(domain, settings.cluster())) {
        continue;
      }
      if (domain.name().equals(machine.name())) {
        add(
            machine,
            "a domain of this name exists and was not made by kvmcore for cluster "
                + settings.cluster()
                + ": choose another --cluster");
      } else if (domain.uuid().equals(machine.uuid())) {
        add(machine, "its UUID " + machine.uuid() + " is that of domain " + domain.name());
      }
      for (Domain.Interface link : domain.interfaces()) {
        if (link.mac().equals(machine.mac())) {
          add(machine, "its MAC address " + machine.mac() + " is that of domain " + domain.name());
        }
      }
    }
  }

  /**
   * The cluster that has a machine of this name already: where machines are named one by one, two
   * can want one. In a folder that clusters share, a claim says so before there is a domain.
   */
  private Optional<String> otherCluster(Machine machine) {
    return Stream.concat(hostState.domains().stream(), hostState.claims().stream())
        .filter(domain -> domain.name().equals(machine.name()))
        .flatMap(
            domain ->
                Stream.ofNullable(domain.tag())
                    .map(MachineTag::cluster)
                    .filter(cluster -> !cluster.equals(settings.cluster()))
                    .filter(cluster -> HostState.isOurs(domain, cluster)))
        .findFirst();
  }

  /** A disk that is there is kept; it may hold what its user has written. */
  private void image(Machine machine, String wanted) {
    Domain begun = hostState.machines(settings.cluster()).get(machine.name());
    MachineTag tag = begun == null ? null : begun.tag();
    if (tag != null
        && hostState.hasDisk(machine.disk(), settings.cluster(), machine.name())
        && machine.disk().equals(tag.disk())
        && !tag.image().equals(wanted)) {
      add(
          machine,
          machine.disk().path()
              + " is there and was made from image "
              + tag.image()
              + ", not "
              + wanted
              + ": create it with that image, or first "
              + NextCommand.of(settings).line("destroy", machine.name()));
    }
  }

  private void reservations(Machine machine, NetworkChoice choice) {
    if (!(choice instanceof NetworkChoice.Existing existing)) {
      return;
    }
    Network network = existing.network();
    for (Reservation host : network.reservations()) {
      boolean ours = host.mac().equals(machine.mac()) && host.name().equals(machine.name());
      if (!ours && host.name().equals(machine.name())) {
        add(
            machine,
            "network " + network.name() + " keeps this name for another machine, " + host.mac());
      } else if (!ours && host.mac().equals(machine.mac())) {
        add(machine, "network " + network.name() + " keeps its MAC address for " + named(host));
      } else if (!ours && host.address().equals(machine.address())) {
        add(machine, "network " + network.name() + " keeps its address for " + named(host));
      }
    }
  }

  private static String named(Reservation host) {
    return host.name().isEmpty() ? host.mac() + ", without a name" : host.name();
  }
}
