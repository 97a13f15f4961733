package io.github.kvmcore.engine;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows machines for a run that waits for them. Safe for many threads: one look serves all that
 * ask within the next moment.
 */
public interface MachineWatch {
  /** Whether a machine is on. */
  enum Power {
    ON,
    PAUSED,
    OFF,
    /** The engine no longer has it. */
    GONE,
    /** The engine did not answer. */
    UNKNOWN;

    /** Whether nothing of the machine runs any more. */
    public boolean isOff() {
      return this == OFF || this == GONE;
    }
  }

  /** The address that a machine was seen to have; empty if it was not seen yet. */
  Optional<Ipv4Address> address(Machine machine);

  /**
   * Whether a machine is on.
   *
   * @param since a moment of {@link System#nanoTime}; earlier looks do not count
   * @param age how old a look may be
   */
  Power power(Machine machine, long since, Duration age);

  /**
   * The same for a machine that is being shut down: once it was seen off, it is not looked at
   * again.
   */
  Power shuttingDown(Machine machine, Duration age);

  /** Asks a guest to shut down, as its power button does; returns at once, also if it fails. */
  void pressPowerButton(Machine machine) throws InterruptedException;

  /** Why a machine is paused: {@code paused (I/O error)}; empty if it is not, or not for long. */
  String pausedFor(Machine machine) throws InterruptedException;

  /**
   * Powers a machine off; the guest is not asked.
   *
   * @throws KvmcoreException exit code STEP_FAILED, with what the engine said
   */
  void powerOff(Machine machine) throws InterruptedException;
}
