package io.github.kvmcore.cluster;

import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine that exists, complete or half-made.
 *
 * @param machine what it has; its address is null if neither a reservation nor a lease gives one
 * @param tag what was recorded when it was made
 * @param leased whether a DHCP lease, not only a reservation, gives it an address
 * @param complete whether it has all its disks and files; known only if everything was read
 * @param properties as {@link WantedMachine#properties}; those that are not known are missing
 */
public record MachineState(
    Machine machine,
    DomainState state,
    MachineTag tag,
    boolean leased,
    boolean complete,
    Map<String, String> properties) {
  public MachineState {
    properties = Map.copyOf(properties);
  }

  /** Its name. */
  public String name() {
    return machine.name();
  }

  /** When its time ends; null: never. */
  public @Nullable Instant expires() {
    return tag.expires();
  }

  /** Whether its guest runs. */
  public boolean isRunning() {
    return state == DomainState.RUNNING;
  }

  /** Whether its engine knows it, and not only a record of a run that did not finish. */
  public boolean isDefined() {
    return state != DomainState.INCOMPLETE;
  }
}
