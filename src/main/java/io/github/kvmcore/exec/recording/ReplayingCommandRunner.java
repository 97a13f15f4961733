package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.failure.ShellQuote;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers commands from a recording. */
final class ReplayingCommandRunner implements CommandRunner {
  private final Answers<Question, Entry.Run> answers;

  ReplayingCommandRunner(List<Entry> entries, boolean repeatLast) {
    answers = new Answers<>(Question::display, repeatLast);
    for (Entry entry : entries) {
      if (entry instanceof Entry.Run run) {
        answers.add(new Question(run.argv(), run.input()), run);
      }
    }
  }

  @Override
  public CommandResult run(Command command) {
    Entry.Run run = answers.next(question(command));
    Duration time = Duration.ofMillis(run.millis());
    return new CommandResult(command, run.exitStatus(), run.out(), run.err(), time);
  }

  /** What a secret program was given is not in the recording, where that is not older. */
  private Question question(Command command) {
    Question redacted = new Question(command.argv(), Secrets.REDACTED_TEXT);
    return command.secret() && command.input() != null && answers.has(redacted)
        ? redacted
        : new Question(command.argv(), command.input());
  }

  List<String> unused() {
    return answers.unused();
  }

  private record Question(List<String> argv, @Nullable String input) {
    String display() {
      return ShellQuote.join(argv) + (input == null ? "" : " <<< " + ShellQuote.quote(input));
    }
  }
}
