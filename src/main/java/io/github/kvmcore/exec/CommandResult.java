package io.github.kvmcore.exec;

import io.github.kvmcore.failure.KvmcoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What a program said.
 *
 * @param exitStatus its exit status; 127 where the program could not be started, 124 where its time
 *     was over, 130 where kvmcore itself was told to end
 * @param out its standard output, as UTF-8; empty where it went to a file
 * @param err its standard error, as UTF-8
 * @param time how long it ran
 */
public record CommandResult(
    Command command, int exitStatus, String out, String err, Duration time) {
  public static final int TIMED_OUT = 124;
  public static final int NOT_FOUND = 127;
  public static final int INTERRUPTED = 130;

  private static final int SHOWN_LINES = 15;
  private static final int SHOWN_CHARACTERS = 300;

  public boolean ok() {
    return exitStatus == 0;
  }

  /**
   * What a reader makes of the standard output.
   *
   * @throws KvmcoreException of the host, where the reader throws {@link IllegalArgumentException}:
   *     the program said something else than it does
   */
  public <T> T read(Function<String, T> reader) {
    return readAs(command, reader);
  }

  /** The same, with another command to paste. */
  public <T> T readAs(Command toPaste, Function<String, T> reader) {
    try {
      return reader.apply(out);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw KvmcoreException.host(
          "can't make sense of what "
              + command.program()
              + " said: "
              + why.substring(0, Math.min(why.length(), SHOWN_CHARACTERS))
              + "\n  command: "
              + toPaste.display()
              + "\n  next: run again; if it stays so, kvmcore doctor");
    }
  }

  /** The command to paste, its exit status and the end of what it said, for an error message. */
  public String explain() {
    return explainAs(command);
  }

  /** The same, with another command to paste, that fails for the same reason. */
  public String explainAs(Command toPaste) {
    StringBuilder text = new StringBuilder();
    text.append("  command: ").append(toPaste.display()).append('\n');
    text.append("  ").append(outcome());
    List<String> lines = (err.isBlank() ? out : err).strip().lines().toList();
    for (String line : lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())) {
      text.append("\n  | ").append(line);
    }
    return text.toString();
  }

  private String outcome() {
    return switch (exitStatus) {
      case TIMED_OUT -> "killed after " + command.limit().toSeconds() + " s; it said:";
      case NOT_FOUND -> "could not be started:";
      default -> "exit status " + exitStatus + (err.isBlank() && out.isBlank() ? "" : "; it said:");
    };
  }
}
