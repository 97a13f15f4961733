package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineOrder;
import io.github.kvmcore.model.machine.MachineTag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machines that a cluster has, as they are. */
public final class MachineStates {
  private MachineStates() {}

  /**
   * A machine that is there, whole or half-made.
   *
   * @param expires when its time is over; null: never
   */
  public record Present(Machine machine, DomainState state, @Nullable Instant expires) {}

  /** All machines of a cluster, in their order. */
  public static List<Present> of(HostState hostState, String cluster) {
    return hostState.machines(cluster).values().stream()
        .map(domain -> present(hostState, cluster, domain))
        .sorted(MachineOrder.by(it -> it.machine().index(), it -> it.machine().name()))
        .toList();
  }

  private static Present present(HostState hostState, String cluster, Domain domain) {
    MachineTag tag = domain.tag();
    return new Present(
        Machines.asItIs(cluster, domain, hostState),
        domain.state(),
        tag == null ? null : tag.expires());
  }
}
