package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.cluster.Diff;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.drift.DiffNotes;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code create} says besides what it does. */
final class CreateNotes {
  private final Settings settings;
  private final HostState hostState;
  private final HostFacts facts;
  private final CreateDraft draft;
  private final Map<String, Domain> present;

  CreateNotes(Settings settings, HostState hostState, HostFacts facts, CreateDraft draft) {
    this.settings = settings;
    this.hostState = hostState;
    this.facts = facts;
    this.draft = draft;
    this.present = hostState.machines(settings.cluster());
  }

  /** A line each. */
  List<String> all(Goal goal) {
    List<String> names = draft.wanted().stream().map(Machine::name).toList();
    Diff diff = draft.diff(settings, hostState, facts, goal);
    List<String> notes = new ArrayList<>(new DiffNotes(diff, NextCommand.of(settings)).all(names));
    notes.addAll(draft.services().notes(goal));
    notes.addAll(emptied(draft.wanted()));
    if (goal.does(Phase.VMS)) {
      MemorySpace.note(settings, hostState, facts, started()).ifPresent(notes::add);
      cutOff(draft.network()).ifPresent(notes::add);
      draft.networks().note(draft.network()).ifPresent(notes::add);
    }
    return notes;
  }

  private List<Machine> started() {
    return draft.wanted().stream()
        .filter(
            machine -> {
              Domain domain = present.get(machine.name());
              return draft.missing().contains(machine)
                  || (domain != null && domain.state() == DomainState.SHUT_OFF);
            })
        .toList();
  }

  /** Files of which nothing is left are made again, but not without a word. */
  private List<String> emptied(List<Machine> wanted) {
    return wanted.stream()
        .flatMap(
            machine ->
                Stream.concat(
                        Stream.of(machine.disk().path()),
                        machine.dataDisks().stream().map(Disk::path))
                    .filter(hostState.damage().empty()::contains)
                    .map(
                        path ->
                            machine.name()
                                + ": "
                                + path
                                + " was empty, as after a power failure, and is made again"))
        .toList();
  }

  /** Guests lose a network that is stopped, and libvirt does not join them to it again. */
  private Optional<String> cutOff(NetworkChoice choice) {
    if (!(choice instanceof NetworkChoice.Existing existing) || existing.network().active()) {
      return Optional.empty();
    }
    List<String> cut =
        present.values().stream()
            .filter(domain -> domain.state() == DomainState.RUNNING)
            .map(Domain::name)
            .toList();
    return cut.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "network "
                + existing.network().name()
                + " was stopped while machines ran, and they are off it until they restart; next: "
                + NextCommand.of(settings).line("restart", cut));
  }
}
