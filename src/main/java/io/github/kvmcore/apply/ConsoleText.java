package io.github.kvmcore.apply;

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

  private ConsoleText() {}

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
        SEQUENCE
            .matcher(text)
            .replaceAll("")
            .replace('\r', '\n')
            .replaceAll("[\\p{Cc}&&[^\n]]", "")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
            .toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
