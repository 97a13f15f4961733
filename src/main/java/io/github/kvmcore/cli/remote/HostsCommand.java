package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.machine.MachineStatus;
import java.util.Optional;

/** {@code kvmcore hosts}. */
@Parameters(
    commandDescription = "print lines for /etc/hosts with the machines' addresses and names")
public final class HostsCommand extends Subcommand {
  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected ExitCode run(Session session) {
    Arguments.requireText(session, "hosts");
    ClusterMachines machines = ClusterMachines.read(session);
    return MachineTexts.print(session, machines, machine -> line(machines.status(machine)));
  }

  private static Optional<String> line(MachineStatus status) {
    return Optional.ofNullable(status.address())
        .map(address -> address + "\t" + status.name() + "\n");
  }
}
