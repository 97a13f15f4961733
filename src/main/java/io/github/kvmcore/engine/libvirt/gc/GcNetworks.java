package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.ClusterFinder;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Networks of clusters without machines, and what others' networks keep for machines of none. */
final class GcNetworks {
  private final HostState host;
  private final Virsh virsh;
  private final Set<String> clusters;

  GcNetworks(HostState host, Settings settings) {
    this.host = host;
    this.virsh = new Virsh(settings.connect());
    this.clusters = new LinkedHashSet<>(ClusterFinder.clusters(host));
    clusters.add(settings.cluster());
  }

  List<Leftover> leftovers() {
    List<Leftover> found = new ArrayList<>();
    for (Network network : host.networks()) {
      String cluster = network.cluster();
      if (cluster == null) {
        network.reservations().stream()
            .flatMap(entry -> reservation(network, entry).stream())
            .forEach(found::add);
      } else if (isOurs(network, cluster) && host.machines(cluster).isEmpty() && isFree(network)) {
        found.add(network(network, cluster));
      }
    }
    return found;
  }

  /** A copy of one has its metadata as well. */
  private static boolean isOurs(Network network, String cluster) {
    return network.name().equals(Identity.networkName(cluster))
        && network.uuid().equals(Identity.networkUuid(cluster));
  }

  private boolean isFree(Network network) {
    return host.domains().stream()
        .flatMap(domain -> domain.interfaces().stream())
        .noneMatch(link -> link.source().equals(network.name()));
  }

  private Leftover network(Network network, String cluster) {
    List<Action> actions = new ArrayList<>();
    String uuid = network.uuid().toString();
    if (network.active()) {
      actions.add(new Action.Run(virsh.netDestroy(uuid), Virsh.NETWORK_INACTIVE));
    }
    actions.add(new Action.Run(virsh.netUndefine(uuid), Virsh.NO_NETWORK));
    String why = "cluster " + cluster + " has no machine";
    return new Leftover(Leftover.Kind.NETWORK, network.name(), cluster, null, why, null, actions);
  }

  /** Known by its address, which nobody else computes. */
  private Optional<Leftover> reservation(Network network, Reservation entry) {
    return whose(entry)
        .filter(cluster -> !host.machines(cluster).containsKey(entry.name()))
        .filter(cluster -> !isTaken(entry.mac()))
        .map(
            cluster ->
                new Leftover(
                    Leftover.Kind.RESERVATION,
                    entry.name() + " " + entry.address() + " on " + network.name(),
                    cluster,
                    null,
                    "there is no machine " + entry.name(),
                    null,
                    List.of(new Action.Run(virsh.deleteReservation(network, entry.mac())))));
  }

  private boolean isTaken(String mac) {
    return host.domains().stream()
        .flatMap(domain -> domain.interfaces().stream())
        .anyMatch(link -> link.mac().equals(mac));
  }

  private Optional<String> whose(Reservation entry) {
    Set<String> candidates = new LinkedHashSet<>(clusters);
    int hyphen = entry.name().lastIndexOf('-');
    if (hyphen > 0) {
      candidates.add(entry.name().substring(0, hyphen));
    }
    return candidates.stream()
        .filter(cluster -> Identity.mac(cluster, entry.name(), "").equals(entry.mac()))
        .findFirst();
  }
}
