package io.github.kvmcore.engine.libvirt.lifecycle;

import io.github.kvmcore.engine.libvirt.create.VolumeSteps;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects the steps that shut machines down and start them; a step waits for those before it. */
final class LifecycleSteps {
  private final Settings settings;
  private final HostState hostState;
  private final Virsh virsh;
  private final Map<String, Step> steps = new LinkedHashMap<>();

  LifecycleSteps(Settings settings, HostState hostState) {
    this.settings = settings;
    this.hostState = hostState;
    this.virsh = new Virsh(settings.connect());
  }

  List<Step> all() {
    return List.copyOf(steps.values());
  }

  private void add(Step step) {
    steps.put(step.id(), step);
  }

  /** The step that starts a network. */
  static String id(Network network) {
    return "network:" + network.name();
  }

  private static String id(String kind, Machine machine) {
    return kind + ":" + machine.name();
  }

  /** A step for a machine, after those of the steps {@code after} that are in the plan. */
  private Step step(
      String kind, Phase phase, Machine machine, String title, Action does, List<String> after) {
    return step(kind, phase, machine, title, List.of(does), after);
  }

  private Step step(
      String kind,
      Phase phase,
      Machine machine,
      String title,
      List<Action> does,
      List<String> after) {
    List<String> before = after.stream().filter(steps::containsKey).toList();
    String id = id(kind, machine);
    return new Step(id, phase, machine.name(), title, does, List.of(), before);
  }

  private static List<String> with(String id, List<String> others) {
    return Stream.concat(Stream.of(id), others.stream()).toList();
  }

  private Action run(Command command, String... tolerated) {
    return new Action.Run(command.withLimit(settings.limits().command()), tolerated);
  }

  /** Starts a network that machines which will be started are on. */
  void network(Network network) {
    Action start = new Action.Run(virsh.netStart(network.name()), Virsh.NETWORK_ACTIVE);
    String title = "network " + network.name();
    List<String> none = List.of();
    add(new Step(id(network), Phase.VMS, null, title, List.of(start), List.of(), none));
  }

  /** Presses the machine's power button. */
  void ask(Machine machine, List<String> after) {
    Action ask = run(virsh.shutdown(machine.uuid()), Virsh.NOT_RUNNING, Virsh.NO_DOMAIN);
    add(step("ask", Phase.SHUTDOWN, machine, "power button", ask, after).asMinor());
  }

  /** Waits until the machine is off. */
  void off(Machine machine, boolean force, List<String> after) {
    Action off = new Action.AwaitOff(machine, settings.limits().shutdown(), force);
    List<String> all = with(id("ask", machine), after);
    add(step("off", Phase.SHUTDOWN, machine, "shutdown", off, all));
  }

  /** Starts the machine; where it runs now, once it is off. */
  void start(Machine machine, List<String> after) {
    List<Action> actions = new ArrayList<>(VolumeSteps.activation(hostState, machine));
    actions.add(run(virsh.start(machine.uuid()), Virsh.ACTIVE));
    add(step("vm", Phase.VMS, machine, "start", actions, with(id("off", machine), after)));
  }

  /** Lets a paused machine go on. */
  void resume(Machine machine) {
    Action resume = run(virsh.resume(machine.uuid()), Virsh.ALREADY_RUNNING);
    add(step("vm", Phase.VMS, machine, "resume", resume, List.of()));
  }

  /**
   * Waits until the machine is up.
   *
   * @return the step's id
   */
  String await(Machine machine, WaitLevel level) {
    String id = id("wait", machine);
    if (level != WaitLevel.NONE) {
      Action await = new Action.Await(machine, level, settings.limits().startup());
      List<String> after = List.of(id("vm", machine));
      add(step("wait", Phase.VMS, machine, "wait", await, after).asMinor());
    }
    return id;
  }
}
