package io.github.kvmcore.exec.process;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.TerminalEscaper;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What a program said.
 *
 * @param exitStatus its exit status, 128 and more where a signal ended it; 127 where the program
 *     could not be started; below 0, as no program's is, where kvmcore ended it: {@link #TIMED_OUT}
 *     or {@link #INTERRUPTED}
 * @param out its standard output, as UTF-8; empty where it went to a file
 * @param err its standard error, as UTF-8
 * @param time how long it ran
 */
public record CommandResult(
    Command command, int exitStatus, String out, String err, Duration time) {
  /** The program's time was over. */
  public static final int TIMED_OUT = -124;

  public static final int NOT_FOUND = 127;

  /** kvmcore itself was told to end. */
  public static final int INTERRUPTED = -130;

  private static final int SHOWN_LINES = 15;
  private static final int SHOWN_CHARACTERS = 300;
  private static final int SIGNALLED = 128;
  private static final int MOST_SIGNALS = 64;

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
    shownLines().forEach(line -> text.append("\n  | ").append(line));
    return text.toString();
  }

  /** The end of what it said, in lines that fit a message, whatever a broken program prints. */
  private List<String> shownLines() {
    String said = err.isBlank() ? out : err;
    int from = Math.max(0, said.length() - SHOWN_LINES * SHOWN_CHARACTERS);
    List<String> lines =
        TerminalEscaper.lines(said.substring(from).strip()).stream()
            .map(line -> line.substring(0, Math.min(line.length(), SHOWN_CHARACTERS)))
            .toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }

  private String outcome() {
    String said = err.isBlank() && out.isBlank() ? "" : "; it said:";
    return switch (exitStatus) {
      case TIMED_OUT -> "killed after " + seconds(command.limit()) + said;
      case NOT_FOUND -> "could not be started:";
      case INTERRUPTED -> "interrupted" + said;
      default -> "exit status " + exitStatus + signal() + said;
    };
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  private String signal() {
    int number = exitStatus - SIGNALLED;
    return number > 0 && number <= MOST_SIGNALS ? " (signal " + number + ")" : "";
  }
}
