package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.MachineStatus;
import io.github.kvmcore.plan.MachineStates;

/** {@code kvmcore hosts}. */
@Parameters(commandDescription = "print lines for /etc/hosts: the machines' addresses and names")
final class HostsCommand extends Subcommand {
  @Override
  String synopsis() {
    return "";
  }

  @Override
  ExitCode run(Session session) {
    Arguments.requireText(session, "hosts");
    ClusterMachines machines = ClusterMachines.read(session);
    Unreachable unreachable = new Unreachable(session);
    StringBuilder text = new StringBuilder();
    for (MachineStates.Present machine : machines.all()) {
      MachineStatus status = machines.status(machine);
      if (status.address() == null) {
        unreachable.sayLeftOut(machine);
      } else {
        text.append(status.address()).append('\t').append(status.name()).append('\n');
      }
    }
    session.print(text.toString());
    if (machines.all().isEmpty()) {
      session.say(machines.emptyNote());
    }
    return ExitCode.DONE;
  }
}
