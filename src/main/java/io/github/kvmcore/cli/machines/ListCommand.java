package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.failure.ExitCode;

/** {@code kvmcore list}. */
@Parameters(commandDescription = "list the machines of a cluster with their states and addresses")
public final class ListCommand extends Subcommand {
  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected ExitCode run(Session session) {
    ClusterState cluster = ClusterMachines.state(session);
    MachineList.print(session, cluster, MachineList.watch(session, cluster));
    return ExitCode.DONE;
  }
}
