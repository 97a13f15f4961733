package io.github.kvmcore.engine.memory;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where the machines of {@link MemoryEngine} are; changed by commands of a program "place". */
final class MemoryPlace {
  /** By name. */
  final Map<String, DomainState> states = new TreeMap<>();

  /** The clusters that a run changes. */
  final Set<String> locked = new HashSet<>();

  /** The commands that were run. */
  final List<String> ran = new ArrayList<>();

  private static final Map<String, DomainState> VERBS =
      Map.of(
          "make", DomainState.SHUT_OFF,
          "start", DomainState.RUNNING,
          "stop", DomainState.SHUT_OFF);

  /** The command that makes, starts, stops or deletes a machine. */
  static Command command(String verb, Machine machine) {
    return Command.of("place", verb, machine.name());
  }

  /** Runs one. */
  synchronized CommandResult run(Command command) {
    ran.add(command.display());
    List<String> words = command.argv();
    String verb = words.get(1);
    String machine = words.get(2);
    if (!words.get(0).equals("place") || (!verb.equals("make") && !states.containsKey(machine))) {
      return new CommandResult(command, 1, "", "no such thing", Duration.ZERO);
    }
    if (verb.equals("delete")) {
      states.remove(machine);
    } else {
      states.put(machine, VERBS.get(verb));
    }
    return new CommandResult(command, 0, "", "", Duration.ZERO);
  }
}
