package io.github.kvmcore.cli.machines;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.report.MachineReport;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints the machines of a cluster. */
public final class MachineList {
  private MachineList() {}

  /** What {@code list} prints, and {@code create} at its end. */
  static void print(Session session, ClusterState cluster, @Nullable MachineWatch watch) {
    List<MachineStatus> machines =
        cluster.machines().stream().map(machine -> status(machine, watch, null)).toList();
    print(session, MachineReport.list(cluster.name(), machines), machines.isEmpty());
  }

  /**
   * What a run that changed machines shows in the end: nothing where it was interrupted. Where the
   * host can't be read any more, a failure of the run before that tells more.
   *
   * @param watch that knows the machines' addresses
   * @return the run's exit code
   */
  public static ExitCode printAfter(
      Session session, ExitCode code, Function<ClusterState, MachineWatch> watch) {
    if (code == ExitCode.INTERRUPTED) {
      return code;
    }
    try {
      ClusterState cluster = session.engine().observe(Engine.Detail.MACHINES).cluster();
      print(session, cluster, watch.apply(cluster));
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
      MachineState state, @Nullable MachineWatch watch, @Nullable Boolean ssh) {
    Machine machine = state.machine();
    Ipv4Address address = machine.address();
    if (address == null && watch != null) {
      address = watch.address(machine).orElse(null);
    }
    return new MachineStatus(
        machine.name(),
        machine.index(),
        state.state(),
        address,
        machine.mac(),
        machine.uuid(),
        machine.memoryKiB(),
        machine.vcpus(),
        ssh,
        state.expires());
  }

  /** Asks only for running machines without a reserved address: those on a bridge. */
  static MachineWatch watch(Session session, ClusterState cluster) {
    return session
        .engine()
        .watch(
            cluster.machines().stream()
                .filter(MachineState::isRunning)
                .map(MachineState::machine)
                .filter(machine -> machine.address() == null)
                .toList());
  }
}
