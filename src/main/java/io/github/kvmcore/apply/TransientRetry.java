package io.github.kvmcore.apply;

import io.github.kvmcore.engine.CommandErrors;
import io.github.kvmcore.exec.process.Backoff;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.plan.Action;
import java.util.stream.Stream;

/** Runs a command, and runs it again if it failed for a reason that passes. */
final class TransientRetry {
  private static final int TRIES = 5;

  private final CommandRunner commands;
  private final CommandErrors errors;

  TransientRetry(CommandRunner commands, CommandErrors errors) {
    this.commands = commands;
    this.errors = errors;
  }

  /** How a command ended, in the end; and whether there is nothing left to do for it. */
  record Ended(CommandResult result, boolean done) {}

  /** Runs it until it is done, fails for good, or has been tried often enough. */
  Ended run(Action.Run run) throws InterruptedException {
    Backoff races = new Backoff(TRIES);
    Backoff connections = Backoff.forConnections();
    boolean lost = false;
    while (true) {
      CommandResult result = commands.run(run.command());
      boolean failed = result.exitStatus() > 0;
      boolean away = failed && errors.lostConnection(result);
      // What can't be asked for is not gone, though virsh says the same of both.
      boolean done = result.ok() || (failed && !away && isDone(run, result, lost));
      boolean race = failed && errors.isTransient(result);
      if (done || !(away ? connections.again() : race && races.again())) {
        return new Ended(result, done);
      }
      lost |= away;
    }
  }

  /** What was done before the connection was lost is not known: it may all have been. */
  private static boolean isDone(Action.Run run, CommandResult result, boolean lost) {
    Stream<String> earlier = lost ? run.doneBefore().stream() : Stream.of();
    return Stream.concat(run.tolerated().stream(), earlier).anyMatch(result.err()::contains);
  }
}
