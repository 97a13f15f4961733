package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.machine.MachineStates;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.tool.libvirt.Virsh;

/** {@code kvmcore console MACHINE}: gives way to virsh. */
@Parameters(commandDescription = "talk to a machine's serial console; Ctrl+] leaves it")
public final class ConsoleCommand extends MachineCommand {
  @Parameter(
      names = "--force",
      order = 20,
      description = "take the console from whoever is connected to it")
  boolean force;

  @Override
  public int status(Session session) {
    String name = Arguments.single(names, "console takes the name of one machine");
    Environment.Terminal terminal = session.environment().terminal();
    if (!common.dryRun() && !(terminal.in() && terminal.out())) {
      throw KvmcoreException.usage(
          "console needs a terminal\n  next: "
              + session.next().line("logs", name)
              + " shows what it said");
    }
    ClusterMachines machines = ClusterMachines.read(session);
    MachineStates.Present machine = machines.one(name);
    new Unreachable(session).requireRunning(machine);
    Command console =
        new Virsh(session.settings().connect())
            .command("console", machine.machine().uuid().toString(), force ? "--force" : "--safe");
    if (common.dryRun()) {
      session.print(console.display() + "\n");
      return ExitCode.DONE.status();
    }
    session.say("console of " + machine.machine().name() + "; Ctrl+] leaves it");
    int status = session.access().commands().interact(console);
    session.say("");
    return status;
  }
}
