package io.github.kvmcore.engine.libvirt.lifecycle;

import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.LifecyclePlan;
import io.github.kvmcore.engine.libvirt.machine.ClusterStates;
import io.github.kvmcore.engine.libvirt.machine.StartBlockers;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans {@code start}, {@code shutdown} and {@code restart} of machines that are there; makes none
 * and removes none. Each plan, printed as a script, asks or starts all machines before it waits.
 */
public final class LifecyclePlanner {
  private final Settings settings;
  private final HostState hostState;
  private final Map<String, Domain> present;
  private final LifecycleSteps steps;
  private final StartBlockers why;
  private final List<String> blockers = new ArrayList<>();

  public LifecyclePlanner(Settings settings, HostState hostState) {
    this.settings = settings;
    this.hostState = hostState;
    this.present = hostState.machines(settings.cluster());
    this.steps = new LifecycleSteps(settings, hostState);
    this.why = new StartBlockers(settings, hostState);
  }

  /**
   * Starts those that do not run, resumes those that are paused, and waits for all of them.
   *
   * @param names the machines, by name or number; empty: all of the cluster
   * @throws KvmcoreException where a name is not one of the cluster's machines
   */
  public LifecyclePlan start(List<String> names) {
    List<MachineState> chosen = chosen(names);
    List<Machine> up = startable(chosen);
    startNetworks(up.stream().filter(machine -> state(machine) == DomainState.SHUT_OFF).toList());
    for (Machine machine : up) {
      switch (state(machine)) {
        case SHUT_OFF -> steps.start(machine, networkSteps(machine));
        case PAUSED -> steps.resume(machine);
        default -> {}
      }
    }
    up.forEach(machine -> steps.await(machine, settings.waitFor()));
    return planned(chosen);
  }

  /**
   * Asks all to shut down, and waits until they are off.
   *
   * @param force whether to power off those that do not
   */
  public LifecyclePlan shutdown(List<String> names, boolean force) {
    List<MachineState> chosen = chosen(names);
    List<Machine> on = machines(chosen).stream().filter(this::isOn).toList();
    shutDown(on, force);
    return planned(chosen);
  }

  /**
   * Shuts down and starts, so that a changed definition takes effect; what is off is started.
   *
   * @param rolling whether one comes after the other, each when the one before answers on ssh
   */
  public LifecyclePlan restart(List<String> names, boolean force, boolean rolling) {
    List<MachineState> chosen = chosen(names);
    List<Machine> all = restartable(chosen);
    startNetworks(all);
    if (rolling) {
      String last = "";
      for (Machine machine : all) {
        last = restart(machine, force, last);
      }
      return planned(chosen);
    }
    shutDown(all.stream().filter(this::isOn).toList(), force);
    all.forEach(machine -> steps.start(machine, networkSteps(machine)));
    all.forEach(machine -> steps.await(machine, settings.waitFor()));
    return planned(chosen);
  }

  /** Restarts one after another one, and returns the step that the next has to wait for. */
  private String restart(Machine machine, boolean force, String last) {
    List<String> after = Stream.concat(networkSteps(machine).stream(), Stream.of(last)).toList();
    if (isOn(machine)) {
      ask(machine, after);
      steps.off(machine, force, after);
    }
    steps.start(machine, after);
    return steps.await(machine, WaitLevel.SSH);
  }

  /** Not before the networks are there, where they are to be started again. */
  private void shutDown(List<Machine> machines, boolean force) {
    machines.forEach(machine -> ask(machine, networkSteps(machine)));
    machines.forEach(machine -> steps.off(machine, force, networkSteps(machine)));
  }

  /** A paused guest would see the button as soon as it is resumed, when nobody thinks of it. */
  private void ask(Machine machine, List<String> after) {
    if (state(machine) != DomainState.PAUSED) {
      steps.ask(machine, after);
    }
  }

  private List<MachineState> chosen(List<String> words) {
    return ClusterStates.of(hostState, settings.cluster()).choose(words);
  }

  private static List<Machine> machines(List<MachineState> chosen) {
    return chosen.stream().map(MachineState::machine).toList();
  }

  private LifecyclePlan planned(List<MachineState> chosen) {
    Plan plan = new Plan(settings.cluster(), machines(chosen), steps.all(), List.of());
    return new LifecyclePlan(plan, blockers);
  }

  private Domain domain(Machine machine) {
    return Objects.requireNonNull(present.get(machine.name()));
  }

  private DomainState state(Machine machine) {
    return domain(machine).state();
  }

  private boolean isOn(Machine machine) {
    return !Set.of(DomainState.SHUT_OFF, DomainState.INCOMPLETE).contains(state(machine));
  }

  /** Of the others it is said why they can't be started. */
  private List<Machine> startable(List<MachineState> chosen) {
    List<Machine> able = new ArrayList<>();
    for (Machine machine : machines(chosen)) {
      String name = machine.name();
      if (state(machine) == DomainState.OTHER) {
        blockers.add(name + ": " + why.neitherOnNorOff(name));
      } else if (isOn(machine) || canStart(machine)) {
        able.add(machine);
      }
    }
    return able;
  }

  private List<Machine> restartable(List<MachineState> chosen) {
    return machines(chosen).stream().filter(this::canStart).toList();
  }

  private boolean canStart(Machine machine) {
    Optional<String> blocker = why.of(domain(machine));
    blocker.ifPresent(text -> blockers.add(machine.name() + ": " + text));
    return blocker.isEmpty();
  }

  private List<Network> networks(Machine machine) {
    return domain(machine).interfaces().stream()
        .flatMap(link -> hostState.network(link.source()).stream())
        .toList();
  }

  private List<String> networkSteps(Machine machine) {
    return networks(machine).stream().map(LifecycleSteps::id).toList();
  }

  /** After a reboot of the host a network may be down, also one that is not the cluster's own. */
  private void startNetworks(List<Machine> machines) {
    machines.stream()
        .flatMap(machine -> networks(machine).stream())
        .distinct()
        .filter(network -> !network.active())
        .forEach(steps::network);
  }
}
