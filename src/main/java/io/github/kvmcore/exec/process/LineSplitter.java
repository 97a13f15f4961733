package io.github.kvmcore.exec.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Parts bytes into lines of UTF-8; one without end is handed over in pieces. */
final class LineSplitter extends OutputStream {
  /** Longer than any line that is meant for people. */
  static final int LONGEST_BYTES = 64 << 10;

  private final LineSink lines;
  private final CompletableFuture<?> refused;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /**
   * For a program's output.
   *
   * @param refused completed when the sink wants no more
   */
  LineSplitter(LineSink lines, CompletableFuture<?> refused) {
    this.lines = lines;
    this.refused = refused;
  }

  /** Hands over the lines of a text that is there as a whole. */
  static void split(String text, LineSink lines) {
    try (LineSplitter splitter = new LineSplitter(lines, new CompletableFuture<>())) {
      splitter.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    for (int at = offset; at < offset + length; at++) {
      boolean end = bytes[at] == '\n';
      if (end || begun.size() + at - from >= LONGEST_BYTES) {
        begun.write(bytes, from, at - from);
        handOver();
        from = end ? at + 1 : at;
      }
    }
    begun.write(bytes, from, offset + length - from);
  }

  private void handOver() throws IOException {
    String line = begun.toString(StandardCharsets.UTF_8);
    begun.reset();
    try {
      lines.line(line);
    } catch (IOException e) {
      refused.complete(null);
      throw e;
    }
  }

  /** Hands over a last line that has no line break. */
  @Override
  public void close() {
    try {
      if (begun.size() > 0) {
        handOver();
      }
    } catch (IOException e) {
      begun.reset(); // nobody wants it any more
    }
  }
}
