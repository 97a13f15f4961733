package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.plan.MachineStates;
import io.github.kvmcore.tool.Virsh;

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
    MachineList.print(session, hostState, addressFinder(session, hostState));
    return ExitCode.DONE;
  }

  /** Asks only for running machines that no network keeps an address for: those on a bridge. */
  static AddressFinder addressFinder(Session session, HostState hostState) {
    return new AddressFinder(
        session.outside(),
        new Virsh(session.settings().connect()),
        MachineStates.of(hostState, session.settings().cluster()).stream()
            .filter(present -> present.state() == DomainState.RUNNING)
            .map(MachineStates.Present::machine)
            .filter(machine -> machine.address() == null)
            .toList());
  }
}
