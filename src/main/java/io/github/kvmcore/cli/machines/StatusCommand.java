package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.AddressConfirmation;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.run.HostKeyCheck;
import io.github.kvmcore.cli.session.BoundedParallel;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.report.MachineReport;
import java.time.Duration;
import java.util.List;

/** {@code kvmcore status}. */
@Parameters(commandDescription = "show CPUs and memory of machines, and whether they answer on ssh")
public final class StatusCommand extends Subcommand {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /**
   * For a machine that no lease says to have its address: it has hardly got a network, and else its
   * kernel takes a connection within milliseconds.
   */
  private static final Duration WITHOUT_LEASE = Duration.ofMillis(30);

  private static final int AT_ONCE = 64;

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected ExitCode run(Session session) {
    ClusterState cluster = ClusterMachines.state(session);
    MachineWatch watch = MachineList.watch(session, cluster);
    AddressConfirmation confirmation =
        new AddressConfirmation(session.access().files(), new HostKeyCheck(session));
    List<MachineStatus> machines =
        BoundedParallel.each(
            cluster.machines(), AT_ONCE, machine -> status(session, machine, watch, confirmation));
    MachineList.print(session, MachineReport.status(cluster.name(), machines), machines.isEmpty());
    return ExitCode.DONE;
  }

  private static MachineStatus status(
      Session session, MachineState state, MachineWatch watch, AddressConfirmation confirmation) {
    boolean runs = state.isRunning();
    MachineStatus known = MachineList.status(state, runs ? watch : null, false);
    Ipv4Address address = known.address();
    boolean ssh =
        runs
            && address != null
            && saysBanner(session.access().ports(), address, isExpected(state))
            && isTheMachines(session, confirmation.of(state.machine(), address), known);
    return MachineList.status(state, runs ? watch : null, ssh);
  }

  private static boolean isTheMachines(
      Session session, AddressConfirmation.Verdict verdict, MachineStatus machine) {
    Ipv4Address address = machine.address();
    if (verdict == AddressConfirmation.Verdict.UNKNOWN && address != null) {
      session.say(AddressConfirmation.unknown(machine.name(), address));
    }
    return verdict != AddressConfirmation.Verdict.OTHER;
  }

  /** Whether it can be expected to have its address: not where only a reservation keeps that. */
  private static boolean isExpected(MachineState state) {
    return state.machine().address() == null
        || state.machine().hardware().network() != null
        || state.leased();
  }

  private static boolean saysBanner(Ports ports, Ipv4Address address, boolean expected) {
    Ports.Answer first = ports.ask(address.toString(), Ports.SSH, expected ? LIMIT : WITHOUT_LEASE);
    boolean slow = !expected && first == Ports.Answer.OPEN;
    Ports.Answer answer = slow ? ports.ask(address.toString(), Ports.SSH, LIMIT) : first;
    return answer == Ports.Answer.SSH;
  }
}
