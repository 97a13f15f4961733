package io.github.kvmcore.plan;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.Network;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.WaitLevel;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.Virsh;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects the steps that shut machines down and start them; a step waits for those before it. */
final class LifecycleSteps {
  private final Settings settings;
  private final Virsh virsh;
  private final Map<String, Step> steps = new LinkedHashMap<>();

  LifecycleSteps(Settings settings) {
    this.settings = settings;
    this.virsh = new Virsh(settings.connect());
  }

  List<Step> all() {
    return List.copyOf(steps.values());
  }

  private void add(Step step) {
    steps.put(step.id(), step);
  }

  /** Those of these steps that are in the plan, to be waited for. */
  private List<String> present(Stream<String> ids) {
    return ids.filter(steps::containsKey).toList();
  }

  private static String id(String kind, Machine machine) {
    return kind + ":" + machine.name();
  }

  private void add(
      String kind, Phase phase, Machine machine, String title, Action does, String... after) {
    String id = id(kind, machine);
    List<String> before = present(Stream.of(after));
    add(new Step(id, phase, machine.name(), title, List.of(does), List.of(), before));
  }

  private Action run(Command command, String... tolerated) {
    return new Action.Run(command.withLimit(settings.commandTimeout()), tolerated);
  }

  /** Starts a network that machines which will be started are on. */
  void network(Network network) {
    Action start = new Action.Run(virsh.netStart(network.name()), Virsh.NETWORK_ACTIVE);
    String title = "network " + network.name();
    add(
        new Step(
            "network:" + network.name(),
            Phase.VMS,
            null,
            title,
            List.of(start),
            List.of(),
            List.of()));
  }

  /** Presses the machine's power button. */
  void ask(Machine machine, String after) {
    Action ask = run(virsh.shutdown(machine.uuid()), Virsh.NOT_RUNNING, Virsh.NO_DOMAIN);
    add("ask", Phase.SHUTDOWN, machine, "power button", ask, after);
    String id = id("ask", machine);
    steps.computeIfPresent(id, (key, step) -> step.asMinor());
  }

  /** Waits until the machine is off. */
  void off(Machine machine, boolean force, String after) {
    Action off = new Action.AwaitOff(machine, settings.shutdownTimeout(), force);
    add("off", Phase.SHUTDOWN, machine, "shutdown", off, id("ask", machine), after);
  }

  /** Starts the machine, once it is off and its networks are there. */
  void start(Machine machine, List<Network> networks, String after) {
    Action start = run(virsh.start(machine.uuid()), Virsh.ACTIVE);
    Stream<String> ids = networks.stream().map(network -> "network:" + network.name());
    String[] before =
        Stream.concat(ids, Stream.of(id("off", machine), after)).toArray(String[]::new);
    add("vm", Phase.VMS, machine, "start", start, before);
  }

  /** Lets a paused machine go on. */
  void resume(Machine machine) {
    add(
        "vm",
        Phase.VMS,
        machine,
        "resume",
        run(virsh.resume(machine.uuid()), Virsh.ALREADY_RUNNING));
  }

  /**
   * Waits until the machine is up.
   *
   * @return the step's id
   */
  String await(Machine machine, WaitLevel level) {
    if (level != WaitLevel.NONE) {
      Action await = new Action.Await(machine, level, settings.startupTimeout());
      add("wait", Phase.VMS, machine, "wait", await, id("vm", machine));
      steps.computeIfPresent(id("wait", machine), (key, step) -> step.asMinor());
    }
    return id("wait", machine);
  }
}
