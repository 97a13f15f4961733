package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import java.time.Duration;
import java.util.function.Supplier;

/** One way in which a command can go wrong once. */
enum CommandFault {
  FAILS(false, 1, "error: it does not work today"),
  FAILS_HAVING_DONE_IT(true, 1, "error: it does not work today"),
  HANGS(false, CommandResult.TIMED_OUT, ""),
  HANGS_HAVING_DONE_IT(true, CommandResult.TIMED_OUT, ""),
  DIES(false, 137, ""),
  DIES_HAVING_DONE_IT(true, 139, ""),
  /** It says what nobody understands, and that all is well. */
  PRINTS_GARBAGE(true, 0, ""),
  /** As much as the runner holds of a program that never stops. */
  PRINTS_MEGABYTES(false, 1, "kvmcore: its output is longer than 33554432 bytes; it was ended"),
  IS_MISSING(false, CommandResult.NOT_FOUND, "not found in the folders of PATH"),
  HAS_NO_SPACE(false, 1, "error: cannot write: No space left on device"),
  HAS_NO_MEMORY(
      false,
      1,
      "error: internal error: qemu unexpectedly closed the monitor: qemu-system-x86_64: cannot set"
          + " up guest memory 'pc.ram': Cannot allocate memory"),
  MEETS_A_JOB(false, 1, "error: internal error: pool 'x' has asynchronous jobs running."),
  MEETS_A_LOCK(
      false,
      1,
      "error: Timed out during operation: cannot acquire state change lock (held by"
          + " monitor=remoteDispatchDomainCreate)"),
  /** The network is stopped while a machine starts. */
  MEETS_A_LOST_PORT(
      false,
      1,
      "error: Failed to start domain 'coreos-3'\nerror: network port not found: Network port with"
          + " UUID 6620e173-141f-48ea-81b7-918ab87606ae does not exist"),
  LOSES_THE_CONNECTION(false, 1, "error: Cannot recv data: Connection reset by peer"),
  LOSES_IT_HAVING_DONE_IT(true, 1, "error: End of file while reading data: Input/output error"),
  EXISTS(false, 1, "error: operation failed: domain 'coreos-1' already exists with uuid x"),
  NOT_RUNNING(false, 1, "error: Requested operation is not valid: domain is not running"),
  ALREADY_RUNNING(false, 1, "error: Requested operation is not valid: domain is already running"),
  NETWORK_ACTIVE(false, 1, "error: Requested operation is not valid: network is already active"),
  INTERRUPTED(false, CommandResult.INTERRUPTED, "");

  private final boolean done;
  private final int status;
  private final String err;

  CommandFault(boolean done, int status, String err) {
    this.done = done;
    this.status = status;
    this.err = err;
  }

  /** What the command comes to. */
  CommandResult of(Command command, Supplier<CommandResult> real) {
    CommandResult result = done ? real.get() : null;
    return switch (this) {
      case PRINTS_GARBAGE ->
          result(command, 0, "\u0000\u001b[31m{]<?x\nkvmcore-block-7\nä\ufffd", "");
      case PRINTS_MEGABYTES -> result(command, 1, "x".repeat(1 << 20), "y".repeat(60_000) + err);
      default -> result(command, status, "", err);
    };
  }

  private static CommandResult result(Command command, int status, String out, String err) {
    return new CommandResult(command, status, out, err, Duration.ZERO);
  }

  /** Whether virsh is expected to be run again, and then to do its work. */
  boolean isPassing() {
    return switch (this) {
      case MEETS_A_JOB,
          MEETS_A_LOCK,
          MEETS_A_LOST_PORT,
          LOSES_THE_CONNECTION,
          LOSES_IT_HAVING_DONE_IT ->
          true;
      default -> false;
    };
  }

  /**
   * Whether it tells a lie that only a look at the host could find out: that the work is done, or
   * not to be done.
   */
  boolean lies() {
    return switch (this) {
      case NOT_RUNNING, ALREADY_RUNNING, NETWORK_ACTIVE -> true;
      default -> false;
    };
  }
}
