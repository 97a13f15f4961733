package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.MachineStatus;
import io.github.kvmcore.plan.MachineStates;
import io.github.kvmcore.report.MachineReport;
import java.time.Duration;
import java.util.List;

/** {@code kvmcore status}. */
@Parameters(commandDescription = "show the machines' sizes, and whether they answer on ssh")
final class StatusCommand extends Subcommand {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int AT_ONCE = 64;

  @Override
  String synopsis() {
    return "";
  }

  @Override
  ExitCode run(Session session) {
    HostState hostState = session.hostState();
    String cluster = session.settings().cluster();
    AddressFinder addresses = ListCommand.addressFinder(session, hostState);
    List<MachineStatus> machines =
        AtOnce.each(
            MachineStates.of(hostState, cluster),
            AT_ONCE,
            present -> status(session, present, addresses));
    MachineList.print(session, MachineReport.status(cluster, machines), machines.isEmpty());
    return ExitCode.DONE;
  }

  private static MachineStatus status(
      Session session, MachineStates.Present present, AddressFinder addresses) {
    boolean runs = present.state() == DomainState.RUNNING;
    MachineStatus known = MachineList.status(present, runs ? addresses : null, false);
    Ipv4Address address = known.address();
    boolean ssh =
        runs
            && address != null
            && session.outside().ports().ask(address.toString(), Ports.SSH, LIMIT)
                == Ports.Answer.SSH;
    return MachineList.status(present, runs ? addresses : null, ssh);
  }
}
