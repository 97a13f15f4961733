package io.github.kvmcore.apply;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.machine.Machine;
import java.io.UncheckedIOException;
import java.util.List;

/** Quotes the end of a serial console's log in messages. */
final class ConsoleText {
  private static final int SHOWN_LINES = 12;
  private static final int LINE_LENGTH = 200;

  private static final int BYTES = 2048;

  private ConsoleText() {}

  /**
   * The end of a machine's console log as lines of a message, each behind a line break.
   *
   * @param silent what is said where there is none
   */
  static String end(HostFiles files, Machine machine, String silent) {
    String console;
    try {
      console = files.tail(machine.console(), BYTES);
    } catch (UncheckedIOException e) { // what went wrong with the machine matters more
      return "\n  " + e.getMessage();
    }
    if (console.isBlank()) {
      return "\n  " + silent;
    }
    StringBuilder text = new StringBuilder("\n  the end of its console log ");
    text.append(machine.console()).append(':');
    lastLines(console).forEach(line -> text.append("\n  | ").append(line));
    return text.toString();
  }

  /** The last lines that are not empty. */
  static List<String> lastLines(String text) {
    List<String> lines =
        TerminalEscaper.lines(text).stream()
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
            .toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
