package io.github.kvmcore.report.text;

import io.github.kvmcore.failure.TerminalEscaper;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: columns aligned by spaces, no borders. No cell can move the cursor, break a line
 * or forge a column.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A cell: its text and how it looks at a terminal. */
  public record Cell(String text, Style style) {
    public Cell {
      text = TerminalEscaper.line(text);
    }
  }

  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row of Strings and {@link Cell}s, one for each column. */
  public void add(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + header);
    }
    rows.add(row(Style.PLAIN, List.of(cells)));
  }

  private static List<Cell> row(Style style, List<?> cells) {
    List<Cell> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Cell made ? made : new Cell(cell.toString(), style));
    }
    return row;
  }

  /** The table, each line ended; empty where it has no rows. */
  public String text(boolean colour) {
    if (rows.isEmpty()) {
      return "";
    }
    List<List<Cell>> lines = new ArrayList<>();
    lines.add(row(Style.BOLD, header));
    lines.addAll(rows);
    int[] widths = widths(lines);
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> append(text, line, widths, colour));
    return text.toString();
  }

  private static int[] widths(List<List<Cell>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<Cell> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(line.get(column)));
      }
    }
    return widths;
  }

  private static int width(Cell cell) {
    return cell.text().codePointCount(0, cell.text().length());
  }

  private static void append(StringBuilder text, List<Cell> line, int[] widths, boolean colour) {
    int spaces = 0;
    for (int column = 0; column < widths.length; column++) {
      Cell cell = line.get(column);
      if (!cell.text().isEmpty()) {
        text.append(" ".repeat(spaces)).append(cell.style().apply(cell.text(), colour));
        spaces = 0;
      }
      spaces += widths[column] - width(cell) + GAP.length();
    }
    text.append('\n');
  }
}
