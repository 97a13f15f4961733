package io.github.kvmcore.engine.libvirt.remove;

import io.github.kvmcore.engine.Reaping;
import io.github.kvmcore.engine.libvirt.machine.Lifetimes;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.MachineTag;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds clusters whose time is over: each of their machines has an end, and all are past. If what
 * is recorded and this host's clock can't both be right, the cluster is left alone.
 */
public final class Reapings {
  private Reapings() {}

  /** A cluster at a time; empty where its time is not over, or never is. */
  public static Optional<Reaping> of(HostState hostState, String cluster, Instant now) {
    Collection<Domain> machines = hostState.machines(cluster).values();
    return Lifetimes.of(machines)
        .filter(end -> !end.isAfter(now))
        .map(
            end ->
                new Reaping(
                    cluster,
                    end,
                    machines.stream().map(Domain::name).toList(),
                    machines.stream()
                        .map(machine -> doubt(hostState, machine, now))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)));
  }

  private static @Nullable String doubt(HostState hostState, Domain machine, Instant now) {
    MachineTag tag = Objects.requireNonNull(machine.tag());
    Instant created = time(tag.created());
    if (created != null && created.isAfter(now)) {
      return machine.name()
          + " was made at "
          + created
          + ", which is still to come: this host's clock was set back";
    }
    Instant expires = tag.expires();
    return expires != null && expires.isBefore(Lifetimes.EARLIEST)
        ? machine.name()
            + "'s time was to end at "
            + expires
            + ": it was counted from a clock that was not set"
        : hostState
            .claim(tag.cluster(), machine.name())
            .flatMap(claim -> unconfirmed(claim, now))
            .orElse(null);
  }

  /** Whoever may change a domain can write an end into its metadata. */
  private static Optional<String> unconfirmed(MachineTag claim, Instant now) {
    Instant expires = claim.expires();
    return expires != null && !expires.isAfter(now)
        ? Optional.empty()
        : Optional.of(
            "libvirt's metadata says that "
                + claim.name()
                + "'s time is over, and its claim says "
                + (expires == null ? "that it has no end" : expires.toString()));
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
