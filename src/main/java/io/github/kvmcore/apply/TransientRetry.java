package io.github.kvmcore.apply;

import io.github.kvmcore.exec.process.Backoff;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.storage.Lvm;
import java.util.List;
import java.util.stream.Stream;

/** Runs a command, and runs it again where it only met another at a bad moment. */
final class TransientRetry {
  /**
   * libvirt's words for a race with another client, and LVM's where what filled a volume for a run
   * that was killed goes on for a while; the same command works a moment later. The port goes where
   * a network is stopped while a machine starts: then the next try says which network to start.
   */
  private static final List<String> RACES =
      List.of(
          "has asynchronous jobs running",
          "cannot acquire state change lock",
          "network port not found",
          Lvm.IN_USE);

  private static final int TRIES = 5;

  private TransientRetry() {}

  /** How a command ended, in the end; and whether there is nothing left to do for it. */
  record Ended(CommandResult result, boolean done) {}

  /** Runs it until it is done, fails for good, or has been tried often enough. */
  static Ended run(CommandRunner commands, Action.Run run) throws InterruptedException {
    Backoff races = new Backoff(TRIES);
    Backoff connections = new Backoff(Virsh.TRIES_TO_CONNECT);
    boolean lost = false;
    while (true) {
      CommandResult result = commands.run(run.command());
      boolean done = result.ok() || isDone(run, result, lost);
      boolean race = result.exitStatus() > 0 && RACES.stream().anyMatch(result.err()::contains);
      boolean away = result.exitStatus() > 0 && Virsh.lostConnection(result);
      if (done || !(away ? connections.again() : race && races.again())) {
        return new Ended(result, done);
      }
      lost |= away;
    }
  }

  /** What was done before the connection was lost is not known: it may all have been. */
  private static boolean isDone(Action.Run run, CommandResult result, boolean lost) {
    Stream<String> earlier = lost ? run.doneBefore().stream() : Stream.of();
    return result.exitStatus() > 0
        && Stream.concat(run.tolerated().stream(), earlier).anyMatch(result.err()::contains);
  }
}
