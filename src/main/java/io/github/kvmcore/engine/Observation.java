package io.github.kvmcore.engine;

import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was there at one moment, and the plans that follow from it; nothing is read any more. */
public interface Observation {
  /** The machines of the run's cluster. */
  ClusterState cluster();

  /** The names of all clusters in this place. */
  Set<String> clusters();

  /**
   * What looks like kvmcore's but is left alone because others could have written it, each with the
   * reason: {@code /srv/pool/.kvmcore is left alone: /srv/pool is owned by alice}.
   */
  List<String> doubts();

  /**
   * Plans to start machines that are shut off or paused.
   *
   * @param names the machines, by name or number; empty: all
   * @throws KvmcoreException exit code SETTINGS, if a name is no machine of the cluster
   */
  LifecyclePlan start(List<String> names);

  /**
   * Plans to shut machines down.
   *
   * @param names as for {@link #start}
   * @param force whether machines that do not shut down are powered off
   */
  LifecyclePlan shutdown(List<String> names, boolean force);

  /**
   * Plans to shut machines down and to start them.
   *
   * @param names as for {@link #start}
   * @param force as for {@link #shutdown}
   * @param rolling whether one machine comes after the other
   */
  LifecyclePlan restart(List<String> names, boolean force, boolean rolling);

  /**
   * Plans to remove machines with all that belongs to them.
   *
   * @param names the machines, by name or number; empty: the whole cluster
   * @param ifExists whether a name that is no machine is left out, not refused
   * @param adopt whether what no record names goes as well
   * @throws KvmcoreException exit code SETTINGS, if a name is no machine of the cluster
   */
  Removal remove(List<String> names, boolean ifExists, boolean adopt);

  /**
   * Whether a cluster's time is over; empty if it is not.
   *
   * @param cluster one of {@link #clusters}
   */
  Optional<Reaping> reaping(String cluster, Instant now);

  /** Where the run's cluster is not as it was made, whatever the settings say. */
  List<Drift> drift();

  /** What the next run has to know if this one is killed while it runs a plan; a line each. */
  List<String> notes(Plan plan);

  /**
   * The size of a logical volume that a plan removes, in bytes; 0 if it is unknown.
   *
   * @param volume {@code GROUP/NAME}
   */
  long volumeBytes(String volume);
}
