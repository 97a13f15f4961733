package io.github.kvmcore.apply;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Hand-made plans. A step runs the command {@code do ID}, and is undone by {@code undo ID}. */
final class Plans {
  private Plans() {}

  static Action run(String... argv) {
    return new Action.Run(Command.of(argv));
  }

  static Step step(String id, Phase phase, String... after) {
    String machine = id.contains(":") ? id.substring(id.indexOf(':') + 1) : null;
    List<Action> does = List.of(run("do", id));
    return new Step(id, phase, machine, id, does, List.of(run("undo", id)), List.of(after));
  }

  static Step step(String id, String... after) {
    return step(id, Phase.VMS, after);
  }

  static Step await(String name, WaitLevel level, Duration limit, String... after) {
    Action await = new Action.Await(machine(name, "10.0.0.11"), level, limit);
    return new Step(
            "wait:" + name, Phase.VMS, name, "wait", List.of(await), List.of(), List.of(after))
        .asMinor();
  }

  static Plan plan(Step... steps) {
    List<Machine> machines =
        Arrays.stream(steps)
            .map(Step::machine)
            .filter(name -> name != null)
            .distinct()
            .map(name -> machine(name, "10.0.0.11"))
            .toList();
    return new Plan("coreos", machines, new ArrayList<>(List.of(steps)), List.of());
  }

  static Machine machine(String name, String address) {
    int index = Integer.parseInt(name.replaceAll(".*-", ""));
    return new Machine(
        "coreos",
        name,
        index,
        new UUID(0, index),
        "52:54:00:00:00:0" + index,
        address == null ? null : Ipv4Address.parse(address).orElseThrow(),
        1 << 20,
        1,
        null,
        new Disk.ImageFile(Path.of("/disks", name)),
        Path.of("/drives", name),
        Path.of("/consoles", name),
        List.of());
  }
}
