package io.github.kvmcore.cli.machines;

import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.machine.MachineStates;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.report.MachineReport;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints the machines of a cluster. */
public final class MachineList {
  private MachineList() {}

  /** What {@code list} prints, and {@code create} at its end. */
  static void print(Session session, HostState hostState, @Nullable AddressFinder addresses) {
    String cluster = session.settings().cluster();
    List<MachineStatus> machines =
        MachineStates.of(hostState, cluster).stream()
            .map(state -> status(state, addresses, null))
            .toList();
    print(session, MachineReport.list(cluster, machines), machines.isEmpty());
  }

  /**
   * What a run that changed machines shows in the end: nothing where it was interrupted. Where the
   * host can't be read any more, a failure of the run before that tells more.
   *
   * @param addresses of the machines there are
   * @return the run's exit code
   */
  public static ExitCode printAfter(
      Session session, ExitCode code, Function<HostState, AddressFinder> addresses) {
    if (code == ExitCode.INTERRUPTED) {
      return code;
    }
    try {
      HostState hostState = session.machines();
      print(session, hostState, addresses.apply(hostState));
      return code;
    } catch (KvmcoreException e) {
      if (code == ExitCode.DONE) {
        throw e;
      }
      session.tell("kvmcore: the machines are not listed: " + e.text());
      return code;
    }
  }

  static void print(Session session, MachineReport report, boolean empty) {
    session.print(report.text(session.format(), session.colour()));
    if (empty && session.format() == OutputFormat.TABLE) {
      session.say(report.emptyNote());
    }
  }

  static MachineStatus status(
      MachineStates.Present present, @Nullable AddressFinder addresses, @Nullable Boolean ssh) {
    Machine machine = present.machine();
    Ipv4Address address = machine.address();
    if (address == null && addresses != null) {
      address = addresses.seen(machine).orElse(null);
    }
    return new MachineStatus(
        machine.name(),
        machine.index(),
        present.state(),
        address,
        machine.mac(),
        machine.uuid(),
        machine.memoryKiB(),
        machine.vcpus(),
        ssh,
        present.expires());
  }

  /** Asks only for running machines that no network keeps an address for: those on a bridge. */
  static AddressFinder addressFinder(Session session, HostState hostState) {
    return new AddressFinder(
        session.access(),
        new Virsh(session.settings().connect()),
        MachineStates.of(hostState, session.settings().cluster()).stream()
            .filter(present -> present.state() == DomainState.RUNNING)
            .map(MachineStates.Present::machine)
            .filter(machine -> machine.address() == null)
            .toList());
  }
}
