package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.AddressConfirmation;
import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.run.HostKeyCheck;
import io.github.kvmcore.cli.session.BoundedParallel;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.machine.MachineStates;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.report.MachineReport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code kvmcore status}. */
@Parameters(commandDescription = "show the machines' sizes, and whether they answer on ssh")
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
    HostState hostState = ClusterMachines.hostState(session);
    String cluster = session.settings().cluster();
    AddressFinder addresses = MachineList.addressFinder(session, hostState);
    AddressConfirmation confirmation =
        new AddressConfirmation(session.access().files(), new HostKeyCheck(session));
    Set<String> leased =
        hostState.machines(cluster).values().stream()
            .flatMap(domain -> domain.interfaces().stream().limit(1))
            .filter(link -> hostState.lease(link).isPresent())
            .map(Domain.Interface::mac)
            .collect(Collectors.toSet());
    List<MachineStatus> machines =
        BoundedParallel.each(
            MachineStates.of(hostState, cluster),
            AT_ONCE,
            present -> status(session, present, addresses, confirmation, leased));
    MachineList.print(session, MachineReport.status(cluster, machines), machines.isEmpty());
    return ExitCode.DONE;
  }

  private static MachineStatus status(
      Session session,
      MachineStates.Present present,
      AddressFinder addresses,
      AddressConfirmation confirmation,
      Set<String> leased) {
    boolean runs = present.state() == DomainState.RUNNING;
    MachineStatus known = MachineList.status(present, runs ? addresses : null, false);
    Ipv4Address address = known.address();
    boolean ssh =
        runs
            && address != null
            && saysBanner(session.access().ports(), address, isExpected(present.machine(), leased))
            && isTheMachines(session, confirmation.of(present.machine(), address), known);
    return MachineList.status(present, runs ? addresses : null, ssh);
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
  private static boolean isExpected(Machine machine, Set<String> leased) {
    return machine.address() == null
        || machine.hardware().network() != null
        || leased.contains(machine.mac());
  }

  private static boolean saysBanner(Ports ports, Ipv4Address address, boolean expected) {
    Ports.Answer first = ports.ask(address.toString(), Ports.SSH, expected ? LIMIT : WITHOUT_LEASE);
    boolean slow = !expected && first == Ports.Answer.OPEN;
    Ports.Answer answer = slow ? ports.ask(address.toString(), Ports.SSH, LIMIT) : first;
    return answer == Ports.Answer.SSH;
  }
}
