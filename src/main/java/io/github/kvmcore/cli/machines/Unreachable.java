package io.github.kvmcore.cli.machines;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.NextCommand;

/** Why a machine can't be talked to, and what to do. */
public final class Unreachable {
  private final Session session;

  /** Reasons about machines of the session's cluster. */
  public Unreachable(Session session) {
    this.session = session;
  }

  /**
   * Checks that a machine runs.
   *
   * @throws KvmcoreException of the step, where it does not
   */
  public void requireRunning(MachineState machine) {
    if (!machine.isRunning()) {
      throw KvmcoreException.failed(machine.name() + " " + notRunning(machine));
    }
  }

  /** What is to be said behind the name of a machine that does not run. */
  public String notRunning(MachineState machine) {
    String name = machine.name();
    NextCommand commands = session.next();
    String next = machine.isDefined() ? commands.line("start", name) : commands.line("create");
    return "does not run, its state is: " + machine.state() + "\n  next: " + next;
  }

  /** What is to be said behind the name of a machine that runs, and whose address is not known. */
  public String noAddress(MachineState machine) {
    String name = machine.name();
    return "has no known address (yet)\n  next: " + session.next().line("console", name);
  }

  /** For people, where a machine is left out of a list of addresses. */
  public void sayLeftOut(MachineState machine) {
    session.say(machine.name() + " is left out: its address is not known");
  }
}
