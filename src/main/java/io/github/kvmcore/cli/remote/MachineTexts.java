package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.machines.Unreachable;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.failure.ExitCode;
import java.util.Optional;
import java.util.function.Function;

/** A text for each machine, one after the other, for another program to read. */
final class MachineTexts {
  private MachineTexts() {}

  /**
   * Prints them.
   *
   * @param text of one machine; empty where it has none, which is said
   */
  static ExitCode print(
      Session session, ClusterMachines machines, Function<MachineState, Optional<String>> text) {
    Unreachable unreachable = new Unreachable(session);
    StringBuilder all = new StringBuilder();
    for (MachineState machine : machines.all()) {
      text.apply(machine).ifPresentOrElse(all::append, () -> unreachable.sayLeftOut(machine));
    }
    session.print(all.toString());
    if (machines.all().isEmpty()) {
      session.say(machines.emptyNote());
    }
    return ExitCode.DONE;
  }
}
