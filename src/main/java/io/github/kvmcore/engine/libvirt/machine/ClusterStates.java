package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes a host's clusters in words that every engine shares. */
public final class ClusterStates {
  private ClusterStates() {}

  /** The cluster as its domains and claims describe it. */
  public static ClusterState of(HostState hostState, String cluster) {
    Map<String, Domain> present = hostState.machines(cluster);
    List<MachineState> machines =
        present.values().stream()
            .map(domain -> machine(hostState, cluster, domain))
            .sorted(MachineOrder.by(it -> it.machine().index(), MachineState::name))
            .toList();
    Set<String> others =
        hostState.domains().stream()
            .map(Domain::name)
            .filter(name -> !present.containsKey(name))
            .collect(Collectors.toSet());
    return new ClusterState(cluster, machines, others);
  }

  private static MachineState machine(HostState hostState, String cluster, Domain domain) {
    Machine machine = Machines.asItIs(cluster, domain, hostState);
    boolean autostart = hostState.atBoot().contains(domain.uuid());
    return new MachineState(
        machine,
        domain.state(),
        Objects.requireNonNull(domain.tag(), domain.name()),
        domain.interfaces().stream().limit(1).anyMatch(it -> hostState.lease(it).isPresent()),
        hostState.isWhole(domain),
        MachineProperties.of(domain, machine, autostart));
  }
}
