package io.github.kvmcore.engine.libvirt.drift;

import io.github.kvmcore.cluster.Change;
import io.github.kvmcore.cluster.Diff;
import io.github.kvmcore.cluster.WantedMachine;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.spec.NextCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@code create} says of differences that it leaves. */
public final class DiffNotes {
  private final Diff diff;
  private final NextCommand next;

  public DiffNotes(Diff diff, NextCommand next) {
    this.diff = diff;
    this.next = next;
  }

  /**
   * A line for each machine that differs, and one for machines that are not wanted.
   *
   * @param wanted the names of those that are
   */
  public List<String> all(List<String> wanted) {
    List<String> notes = new ArrayList<>();
    Map<String, List<Change.Modify>> byMachine =
        diff.of(Change.Modify.class).stream()
            .collect(
                Collectors.groupingBy(
                    Change.Modify::machine, LinkedHashMap::new, Collectors.toList()));
    byMachine.forEach((machine, changes) -> modified(machine, changes, notes));
    diff.of(Change.Start.class).stream()
        .filter(change -> change.state() == DomainState.PAUSED)
        .map(change -> paused(change.machine()))
        .forEach(notes::add);
    List<String> more = diff.of(Change.Delete.class).stream().map(Change::machine).toList();
    if (!more.isEmpty()) {
      notes.add(more(wanted, more));
    }
    return notes;
  }

  private void modified(String machine, List<Change.Modify> changes, List<String> notes) {
    List<String> fixed =
        changes.stream()
            .filter(change -> !change.property().equals(WantedMachine.AUTOSTART))
            .map(Change.Modify::text)
            .toList();
    if (!fixed.isEmpty()) {
      notes.add(
          machine
              + " unchanged ("
              + String.join("; ", fixed)
              + "); to recreate it: "
              + next.line("destroy", machine)
              + ", then create");
    }
    if (fixed.size() < changes.size()) {
      notes.add(machine + " does not start with the host; next: virsh autostart " + machine);
    }
  }

  private String paused(String machine) {
    return machine + " stays paused; next: " + next.line("start", machine);
  }

  private String more(List<String> wanted, List<String> more) {
    return "cluster "
        + next.cluster()
        + " has machines beyond those that create "
        + (isNumbered(wanted) ? wanted.size() + " " : "")
        + "asks for, and they stay; to remove the "
        + (more.size() == 1 ? "other: " : "other " + more.size() + ": ")
        + next.line("destroy", more);
  }

  /** Whether a number was asked for, and not names. */
  private boolean isNumbered(List<String> wanted) {
    Set<String> numbered =
        IntStream.rangeClosed(1, wanted.size())
            .mapToObj(index -> MachineSpec.name(next.cluster(), index))
            .collect(Collectors.toSet());
    return numbered.equals(Set.copyOf(wanted));
  }
}
