package io.github.kvmcore.cli.machines;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.report.MachineReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machines of the run's cluster for the commands that only read them; for one thread. */
public final class ClusterMachines {
  private final Engine engine;
  private final ClusterState cluster;
  private final MachineWatch watch;
  private final Map<MachineState, MachineStatus> statuses = new HashMap<>();

  private ClusterMachines(Session session, ClusterState cluster) {
    this.engine = session.engine();
    this.cluster = cluster;
    this.watch = MachineList.watch(session, cluster);
  }

  /**
   * Reads them.
   *
   * @throws KvmcoreException exit code SETTINGS, if there is no such cluster
   */
  static ClusterState state(Session session) {
    Observation observation = session.engine().observe(Engine.Detail.MACHINES);
    UnknownCluster.refuse(session, observation);
    return observation.cluster();
  }

  /**
   * Reads them, to be asked for more later.
   *
   * @throws KvmcoreException as {@link #state}
   */
  public static ClusterMachines read(Session session) {
    return new ClusterMachines(session, state(session));
  }

  /** All of them, in the cluster's order. */
  public List<MachineState> all() {
    return cluster.machines();
  }

  /** For people, if there is none. */
  public String emptyNote() {
    return MachineReport.emptyNote(cluster.name());
  }

  /** As {@link ClusterState#choose}. */
  public List<MachineState> choose(List<String> words) {
    return cluster.choose(words);
  }

  /** As {@link ClusterState#one}. */
  public MachineState one(String word) {
    return cluster.one(word);
  }

  /** The machine's state, with the address that is reserved for it or that it was seen with. */
  public MachineStatus status(MachineState machine) {
    return statuses.computeIfAbsent(
        machine, it -> MachineList.status(it, it.isRunning() ? watch : null, null));
  }

  /** What {@code info} shows of machines. */
  public List<MachineDetails> details(List<MachineState> some) {
    return engine.details(some, this::status);
  }
}
