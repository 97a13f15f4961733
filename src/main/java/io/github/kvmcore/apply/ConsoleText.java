package io.github.kvmcore.apply;

import java.util.List;

/** Makes a serial console's output fit to be shown: a guest can write whatever it likes to it. */
final class ConsoleText {
  private static final int SHOWN_LINES = 12;
  private static final int LINE_LENGTH = 200;

  private ConsoleText() {}

  /** The last lines, without control characters and terminal sequences. */
  static List<String> lastLines(String text) {
    List<String> lines =
        text.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
            .replace('\r', '\n')
            .replaceAll("[\\p{Cntrl}&&[^\n]]", "")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
            .toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
