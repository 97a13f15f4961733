package io.github.kvmcore.apply;

import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.model.Machine;
import java.util.List;
import java.util.regex.Pattern;

/** Makes a serial console's output fit to be shown: a guest can write whatever it likes to it. */
public final class ConsoleText {
  private static final int SHOWN_LINES = 12;
  private static final int LINE_LENGTH = 200;

  /** ECMA-48: a control string (a window's title, say), a control sequence, another escape. */
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "\u001b[\\]PX^_][^\u0007\u001b]*(\u0007|\u001b\\\\)?"
              + "|(\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
              + "|\u001b[ -/]*[0-~]");

  private static final int BYTES = 2048;

  private ConsoleText() {}

  /**
   * The end of a machine's console log as lines of a message, each behind a line break.
   *
   * @param silent what is said where there is none
   */
  static String end(HostFiles files, Machine machine, String silent) {
    String console = files.tail(machine.console(), BYTES);
    if (console.isBlank()) {
      return "\n  " + silent;
    }
    StringBuilder text = new StringBuilder("\n  the end of its console log ");
    text.append(machine.console()).append(':');
    lastLines(console).forEach(line -> text.append("\n  | ").append(line));
    return text.toString();
  }

  /**
   * A line, or several, without control characters and terminal sequences; a carriage return in a
   * line, which would write over its beginning, breaks it.
   */
  public static String harmless(String text) {
    return SEQUENCE
        .matcher(text)
        .replaceAll("")
        .replaceAll("\r+(\n|$)", "$1")
        .replace('\r', '\n')
        .replaceAll("[\\p{Cc}&&[^\n\t]]", "");
  }

  /** The last lines, without control characters and terminal sequences. */
  static List<String> lastLines(String text) {
    List<String> lines =
        harmless(text)
            .replace("\t", "")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
            .toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
