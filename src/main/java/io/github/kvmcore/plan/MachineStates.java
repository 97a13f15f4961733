package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.MachineOrder;
import java.util.List;

/** The machines that a cluster has, as they are. */
public final class MachineStates {
  private MachineStates() {}

  /** A machine that is there, whole or half-made. */
  public record Present(Machine machine, DomainState state) {}

  /** All machines of a cluster, in their order. */
  public static List<Present> of(HostState hostState, String cluster) {
    return hostState.machines(cluster).values().stream()
        .map(domain -> new Present(Machines.asItIs(cluster, domain, hostState), domain.state()))
        .sorted(MachineOrder.by(it -> it.machine().index(), it -> it.machine().name()))
        .toList();
  }
}
