package io.github.kvmcore.exec.process;

import io.github.kvmcore.failure.KvmcoreException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

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
   * The same, for a program that is one stage of a stream. It reads {@code in} to its end, and its
   * output goes to {@code out} as it comes; neither is held, or closed, here. Where one of the two
   * throws, the program is ended and the result, which then is no success, says so. This one feeds
   * it nothing and has no output for {@code out}; so does a recording, which keeps neither.
   *
   * @param out where null, the output is in the result
   */
  default CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    return run(command);
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
