package io.github.kvmcore.report;

import io.github.kvmcore.report.progress.LiveScreen;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows: as much of one as {@link LiveScreen} makes use of. */
public final class Screen {
  private static final Pattern TOKEN =
      Pattern.compile("\u001B\\[([?0-9;]*)([A-Za-z])|.", Pattern.DOTALL);

  private final List<StringBuilder> lines = new ArrayList<>();
  private int row;
  private int column;

  public static String of(String written) {
    Screen screen = new Screen();
    screen.lines.add(new StringBuilder());
    Matcher matcher = TOKEN.matcher(written);
    while (matcher.find()) {
      if (matcher.group(2) == null) {
        screen.put(matcher.group().charAt(0));
      } else {
        screen.control(matcher.group(2).charAt(0), matcher.group(1));
      }
    }
    return String.join("\n", screen.lines.stream().map(l -> l.toString().stripTrailing()).toList());
  }

  private void put(char c) {
    if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      column = 0;
      move(1);
    } else {
      StringBuilder line = lines.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, c);
    }
  }

  private void move(int by) {
    row += by;
    while (lines.size() <= row) {
      lines.add(new StringBuilder());
    }
  }

  private void control(char kind, String number) {
    switch (kind) {
      case 'A' -> move(-Integer.parseInt(number));
      case 'B' -> move(Integer.parseInt(number));
      case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
      case 'J' -> {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'h', 'l', 'm' -> {}
      default -> throw new IllegalStateException("unknown control " + kind);
    }
  }
}
