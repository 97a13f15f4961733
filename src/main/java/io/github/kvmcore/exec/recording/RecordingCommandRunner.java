package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.CommandRunner;

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
    CommandResult result = real.run(command);
    recorder.add(
        new Entry.Run(
            command.argv(),
            command.input(),
            command.outputFile() == null ? null : command.outputFile().toString(),
            result.exitStatus(),
            Secrets.redacted(result.out()),
            result.err(),
            result.time().toMillis()));
    return result;
  }
}
