package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.spec.Lifetime;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.ClaimXml;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the time of a cluster's machines is over, and how that is written down. */
public final class Lifetimes {
  /** A clock that says an earlier time was never set: no such time is counted from. */
  public static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

  private static final int PRIVATE = 0600;

  private final HostState hostState;
  private final Collection<Domain> present;
  private final @Nullable Lifetime wanted;
  private final Instant now;

  public Lifetimes(Settings settings, HostState hostState, String now) {
    this.hostState = hostState;
    this.present = hostState.machines(settings.cluster()).values();
    this.wanted = settings.limits().lifetime();
    this.now = Instant.parse(now);
  }

  /** What makes it impossible to say when the time is over. */
  public List<String> mistakes() {
    return sets() != null && now.isBefore(EARLIEST)
        ? List.of("vm_ttl: this host's clock says " + now + ", so no time can be counted from it")
        : List.of();
  }

  /** What this run sets; null: it leaves everything as it is. */
  private @Nullable Lifetime sets() {
    return wanted != null && (wanted.asked() || present.isEmpty()) ? wanted : null;
  }

  /** When the time of machines that are made is over: with that of the others; null: never. */
  public @Nullable Instant end() {
    Lifetime sets = sets();
    if (sets == null) {
      return of(present).orElse(null);
    }
    return sets.isForEver() ? null : now.plus(sets.length());
  }

  /** When the last machine's time is over; empty where one of them has no end. */
  public static Optional<Instant> of(Collection<Domain> machines) {
    boolean all = machines.stream().allMatch(machine -> expires(machine) != null);
    return all
        ? machines.stream()
            .flatMap(machine -> Stream.ofNullable(expires(machine)))
            .max(Instant::compareTo)
        : Optional.empty();
  }

  private static @Nullable Instant expires(Domain machine) {
    MachineTag tag = machine.tag();
    return tag == null ? null : tag.expires();
  }

  /**
   * Writes it down for machines that are there and stay as they are.
   *
   * @param made names of those that are made now, with it
   * @param planned whether the plan has a step of that id already
   */
  public List<Step> steps(Virsh virsh, Collection<String> made, Predicate<String> planned) {
    List<Step> steps = new ArrayList<>();
    if (sets() == null) {
      return steps;
    }
    Instant end = end();
    for (Domain machine : present) {
      boolean stays = machine.state() != DomainState.INCOMPLETE && !made.contains(machine.name());
      if (stays && !Objects.equals(end, expires(machine))) {
        String start = "vm:" + machine.name();
        List<String> after = planned.test(start) ? List.of(start) : List.of();
        steps.add(step(virsh, machine, end, after));
      }
    }
    return steps;
  }

  /**
   * What libvirt keeps of a domain that runs, and what runs, are two texts; reap wants its claim to
   * say so as well.
   */
  private Step step(Virsh virsh, Domain machine, @Nullable Instant end, List<String> after) {
    List<Action> actions = new ArrayList<>();
    hostState
        .claim(Objects.requireNonNull(machine.tag()).cluster(), machine.name())
        .ifPresent(claim -> claimed(claim, end, actions));
    actions.add(new Action.Run(virsh.lifetime(machine.uuid(), end)));
    actions.add(new Action.Run(virsh.lifetimeNow(machine.uuid(), end), Virsh.NOT_RUNNING));
    return new Step(
        "lifetime:" + machine.name(),
        Phase.VMS,
        machine.name(),
        end == null ? "no end of its time" : "time until " + end,
        actions,
        List.of(),
        after);
  }

  private void claimed(MachineTag claim, @Nullable Instant end, List<Action> actions) {
    Path file = new ClusterFolder(claim.storage()).claim(claim.name());
    hostState
        .claimText(claim)
        .map(text -> ClaimXml.withEnd(text, end))
        .ifPresent(text -> actions.add(new Action.WriteFile(file, text, PRIVATE, null)));
  }
}
