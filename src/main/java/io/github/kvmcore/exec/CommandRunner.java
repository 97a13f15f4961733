package io.github.kvmcore.exec;

import io.github.kvmcore.failure.KvmcoreException;

/** Runs programs. The one way in which kvmcore starts a process. */
public interface CommandRunner {
  /**
   * Runs the program to its end. A failure is a result like any other: a program that can't be
   * started, that fails or that takes too long throws nothing.
   */
  CommandResult run(Command command);

  /**
   * The same, for a program that says more than should be held: its lines are handed over as they
   * come, and the result has none of them. This one hands them over at the end; so does a
   * recording.
   */
  default CommandResult follow(Command command, LineSink out, LineSink err) {
    CommandResult result = run(command);
    LineSplitter.split(result.out(), out);
    LineSplitter.split(result.err(), err);
    return new CommandResult(command, result.exitStatus(), "", "", result.time());
  }

  /**
   * Gives the program kvmcore's own three streams, a terminal among them, until it ends. The
   * command's input, output file and limit do not count.
   *
   * @return its exit status
   * @throws KvmcoreException where it can't be started; here always, as what passes between a
   *     person and a program is neither recorded nor replayed
   */
  default int interact(Command command) {
    throw KvmcoreException.usage(
        command.program() + " talks to you, which can't be recorded or replayed");
  }
}
