package io.github.kvmcore.report.progress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Rows at the bottom of a terminal that are rewritten in place, below lines that stay. Each change
 * is one write of one row, and none where the row is as it was: so nothing flickers. The cursor
 * rests on the line below the last row.
 */
public final class LiveScreen {
  private static final String ESC = "\u001B[";
  // Without line wrap a row that is too long, as after the window became smaller, is cut.
  private static final String BEGIN = ESC + "?7l";
  private static final String END = ESC + "K" + ESC + "?7h";

  private final PrintStream out;
  private final int columns;
  private final List<String> rows = new ArrayList<>();
  private boolean ended;

  LiveScreen(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  /** Adds a row at the bottom. */
  synchronized Row add(String text) {
    Row row = new Row(rows.size());
    rows.add(text);
    write(line(text));
    return row;
  }

  /** Writes a line above the rows that stays. */
  synchronized void above(String text) {
    if (ended || rows.isEmpty()) {
      write(text + "\n");
      return;
    }
    StringBuilder all = new StringBuilder(ESC + rows.size() + "A\r" + ESC + "J");
    all.append(text).append('\n');
    rows.forEach(row -> all.append(line(row)));
    write(all.toString());
  }

  /** From now on rows stay as they are. */
  synchronized void end() {
    ended = true;
  }

  private synchronized void set(int index, String text) {
    if (ended || rows.get(index).equals(text)) {
      return;
    }
    rows.set(index, text);
    int up = rows.size() - index;
    write(ESC + up + "A\r" + BEGIN + text + END + ESC + up + "B\r");
  }

  private static String line(String text) {
    return BEGIN + text + END + "\n";
  }

  private void write(String text) {
    out.print(text);
    out.flush();
  }

  /** A row, as progress bars write to it. */
  final class Row implements ProgressBarConsumer {
    private final int index;

    private Row(int index) {
      this.index = index;
    }

    /** One column stays free: a full row would put some cursors on the next line. */
    @Override
    public int getMaxRenderedLength() {
      return columns - 1;
    }

    @Override
    public void accept(String text) {
      set(index, text);
    }

    @Override
    public void close() {}
  }
}
