package io.github.kvmcore.cli.help;

import java.util.ArrayList;
import java.util.List;

/** Two columns of a help text, no wider than the narrowest usual terminal. */
final class Columns {
  private static final int WIDTH = 80;
  private static final int LEFT_AT_MOST = 28;
  private static final String GAP = "  ";

  private final List<Row> rows = new ArrayList<>();

  private record Row(String left, String right) {}

  Columns row(String left, String right) {
    rows.add(new Row(left, right));
    return this;
  }

  /** A left one that is too long has a line of its own; the right ones are wrapped. */
  String text() {
    int left =
        rows.stream()
            .mapToInt(it -> it.left().length())
            .filter(it -> it <= LEFT_AT_MOST)
            .max()
            .orElse(0);
    int right = GAP.length() + left + GAP.length();
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      boolean fits = row.left().length() <= left;
      String start = GAP + row.left();
      text.append(
          fits ? start + " ".repeat(right - start.length()) : start + "\n" + " ".repeat(right));
      wrap(text, row.right(), right);
    }
    return text.toString();
  }

  /** A text on its own. */
  static String wrapped(String words) {
    StringBuilder text = new StringBuilder();
    wrap(text, words, 0);
    return text.toString();
  }

  /** Appends the words from a column on. */
  private static void wrap(StringBuilder text, String words, int column) {
    int at = column;
    for (String word : words.split(" ", -1)) {
      if (at > column && at + 1 + word.length() > WIDTH) {
        text.append('\n').append(" ".repeat(column));
        at = column;
      }
      text.append(at > column ? " " : "").append(word);
      at += word.length() + (at > column ? 1 : 0);
    }
    text.append('\n');
  }
}
