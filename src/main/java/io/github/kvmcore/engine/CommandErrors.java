package io.github.kvmcore.engine;

import io.github.kvmcore.exec.process.CommandResult;

/** What the failure of a plan's command means. */
public interface CommandErrors {
  /** Whether the same command may work a moment later, as another client was in the way. */
  boolean isTransient(CommandResult failed);

  /** Whether the connection was lost, so that it is not known what was done. */
  boolean lostConnection(CommandResult failed);

  /** Whether the command did nothing at all, so that there is nothing to undo. */
  boolean changedNothing(CommandResult failed);
}
