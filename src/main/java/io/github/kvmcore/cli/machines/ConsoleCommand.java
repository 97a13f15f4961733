package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.Capability;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;

/** {@code kvmcore console MACHINE}: gives way to virsh. */
@Parameters(commandDescription = "connect to the serial console of a machine; Ctrl+] disconnects")
public final class ConsoleCommand extends MachineCommand {
  @Parameter(
      names = "--force",
      order = 20,
      description = "disconnect whoever is connected to the console")
  boolean force;

  @Override
  public int status(Session session) {
    String name = Arguments.single(names, "console takes the name of one machine");
    session.engine().require(Capability.CONSOLE);
    Environment.Terminal terminal = session.environment().terminal();
    if (!common.dryRun() && !(terminal.in() && terminal.out())) {
      throw KvmcoreException.usage(
          "console needs a terminal\n  next: "
              + session.next().line("logs", name)
              + " shows what it said");
    }
    MachineState machine = ClusterMachines.state(session).one(name);
    new Unreachable(session).requireRunning(machine);
    Command console = session.engine().console(machine.machine(), force);
    if (common.dryRun()) {
      session.print(console.display() + "\n");
      return ExitCode.DONE.status();
    }
    session.say("console of " + machine.name() + "; Ctrl+] leaves it");
    int status = session.access().commands().interact(console);
    session.say("");
    return status;
  }
}
