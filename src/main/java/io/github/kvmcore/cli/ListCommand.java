package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.host.HostState;

/** {@code kvmcore list}. */
@Parameters(commandDescription = "show the machines of a cluster, their states and addresses")
final class ListCommand extends Subcommand {
  @Override
  String synopsis() {
    return "";
  }

  @Override
  ExitCode run(Session session) {
    HostState hostState = session.machines();
    MachineList.print(session, hostState, MachineList.addressFinder(session, hostState));
    return ExitCode.DONE;
  }
}
