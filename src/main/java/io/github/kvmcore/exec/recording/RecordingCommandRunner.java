package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Runs commands and keeps what they said. */
final class RecordingCommandRunner implements CommandRunner {
  private final CommandRunner real;
  private final Recorder recorder;

  RecordingCommandRunner(CommandRunner real, Recorder recorder) {
    this.real = real;
    this.recorder = recorder;
  }

  @Override
  public CommandResult run(Command command) {
    return kept(real.run(command));
  }

  /** What flows through the program is not kept, only what it says in the result. */
  @Override
  public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    return kept(real.stream(command, in, out));
  }

  /** Of what is secret, a text that can be replayed. */
  private static String out(CommandResult result) {
    if (!result.command().secret()) {
      return Secrets.redacted(result.out());
    }
    return result.ok() ? Secrets.REDACTED_IGNITION : "";
  }

  private CommandResult kept(CommandResult result) {
    Command command = result.command();
    recorder.add(
        new Entry.Run(
            command.argv(),
            command.secret() && command.input() != null ? Secrets.REDACTED_TEXT : command.input(),
            command.outputFile() == null ? null : command.outputFile().toString(),
            result.exitStatus(),
            out(result),
            Secrets.redacted(result.err()),
            result.time().toMillis()));
    return result;
  }
}
