package io.github.kvmcore.report.text;

import io.github.kvmcore.failure.TerminalEscaper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Lines of many machines at once, each behind its machine's name. Whole lines only: those of one
 * machine stay in their order, and none is broken by another's. A carriage return in a line, as
 * programs print that show their progress, ends it: what follows gets a line of its own, behind the
 * name again, and can't write over it.
 */
public final class RemoteLines {
  private final Stream out;
  private final Stream err;
  private final int width;

  /**
   * A stream for lines.
   *
   * @param escaped whether what a machine prints must not move a cursor, or forge the beginning of
   *     another line; else it is passed on as it is
   * @param colour whether that person wants colours
   */
  public record Stream(PrintStream to, boolean escaped, boolean colour) {}

  /**
   * Lines for two streams, which may be the same terminal.
   *
   * @param width the length of the longest name
   */
  public RemoteLines(Stream out, Stream err, int width) {
    this.out = out;
    this.err = err;
    this.width = width;
  }

  /**
   * A line of a machine's standard output.
   *
   * @throws IOException where nobody reads it any more
   */
  public void out(String machine, String line) throws IOException {
    print(out, Style.GREEN, machine, line);
  }

  /**
   * A line of its standard error.
   *
   * @throws IOException where nobody reads it any more
   */
  public void err(String machine, String line) throws IOException {
    print(err, Style.YELLOW, machine, line);
  }

  private synchronized void print(Stream stream, Style style, String machine, String line)
      throws IOException {
    String name =
        style.apply(machine + " ".repeat(width - machine.length()) + "|", stream.colour());
    StringBuilder text = new StringBuilder();
    for (String part : parts(stream, line)) {
      text.append((name + " " + part).stripTrailing()).append('\n');
    }
    stream.to().print(text);
    if (stream.to().checkError()) {
      throw new IOException("nobody reads what the machines say");
    }
  }

  private static List<String> parts(Stream stream, String line) {
    List<String> parts = stream.escaped() ? TerminalEscaper.lines(line) : List.of(line);
    return parts.isEmpty() ? List.of("") : parts; // an empty line is shown as well
  }
}
