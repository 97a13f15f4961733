package io.github.kvmcore.engine;

import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The place where clusters live, such as a KVM host with libvirt: says what is there, and what to
 * do to change it. An engine belongs to one run and to the cluster of that run's settings.
 */
public interface Engine {
  /** For messages: {@code libvirt}. */
  String name();

  /** What it can do besides what every engine can. */
  Set<Capability> capabilities();

  /**
   * Refuses what it can't do.
   *
   * @throws KvmcoreException exit code SETTINGS
   */
  default void require(Capability capability) {
    if (!capabilities().contains(capability)) {
      throw KvmcoreException.settings(List.of(name() + " has no " + capability.words()));
    }
  }

  /** How much is read. */
  enum Detail {
    /** What {@code list} shows. */
    MACHINES,
    /** What a plan needs: also files, volumes and records. */
    EVERYTHING,
    /** The records of every cluster, as well. */
    ALL_CLUSTERS
  }

  /**
   * Reads what is there now.
   *
   * @throws KvmcoreException exit code HOST, if it can't be read
   */
  Observation observe(Detail detail);

  /**
   * Reads what {@code info} shows of machines.
   *
   * @param status what {@code list} shows of a machine
   * @return in the order of the machines
   */
  List<MachineDetails> details(
      List<MachineState> machines, Function<MachineState, MachineStatus> status);

  /** Follows machines while a run waits for them, or asks for their addresses. */
  MachineWatch watch(List<Machine> machines);

  /**
   * The command that connects a terminal to a machine's serial console.
   *
   * @param force whether it takes the console from who is connected
   */
  Command console(Machine machine, boolean force);

  /**
   * Takes the lock of the run's cluster; waits for another run as long as the settings say. What an
   * earlier run noted before it was killed counts in later observations.
   *
   * @param command what this run does, for messages to others
   * @throws KvmcoreException exit code LOCKED, naming the holder
   */
  Lock lock(String command);

  /** What failures of a plan's commands mean. */
  CommandErrors errors();

  /** The ssh keys of a machine that exists. */
  MachineKeys keys(MachineState machine);

  /** The ssh keys of a machine that a plan is about. */
  MachineKeys keys(Machine machine);

  /** Reads what {@code create} and {@code verify} have to know. */
  CreateView view();

  /**
   * Looks whether the place has what machines need.
   *
   * @param machines those that there are to be
   */
  List<Check> check(List<MachineSpec> machines);

  /**
   * Gives the place what it lacks.
   *
   * @param say gets a line for each thing that is done
   * @throws KvmcoreException exit code HOST, if a command fails or did not help
   */
  void setUp(Consumer<String> say);

  /** Why the settings' connection can't be used at all; empty if it can. */
  Optional<String> connectionMistake();

  /** What builds on the base images of the cache. */
  ImageUsers imageUsers();

  /**
   * Finds what no machine uses any more, of all clusters.
   *
   * @param adopt whether what no record names counts as kvmcore's
   */
  Leftovers leftovers(boolean adopt);
}
