package io.github.kvmcore.cli.machines;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Follows a file that grows, and that its writer replaces now and then. */
final class LogFollower {
  private static final long POLL_MILLIS = 200;
  private static final int PIECE_BYTES = 1 << 20;

  /** libvirt begins a new file after 2 MiB. */
  static final int THERE_BYTES = 16 << 20;

  private final HostFiles files;
  private final Path file;
  private final Reader reader;

  /** Takes pieces of text. */
  interface Reader {
    /** Whether it wants more; an empty piece is only a question. */
    boolean take(String piece);
  }

  LogFollower(HostFiles files, Path file, Reader reader) {
    this.files = files;
    this.file = file;
    this.reader = reader;
  }

  /**
   * Shows what is there, and what comes. Returns when the reader wants no more, or this thread is
   * interrupted.
   *
   * @param lines only the last ones of what is there; null: all
   * @throws UncheckedIOException where the file can't be read
   */
  void follow(@Nullable Integer lines) {
    try {
      long at = lines == null ? 0 : lastLines(lines);
      while (true) {
        long size = files.stat(file).map(FileFacts::bytes).orElse(0L);
        at = size < at ? 0 : at;
        byte[] piece = size > at ? piece(at) : new byte[0];
        if (!reader.take(new String(piece, StandardCharsets.UTF_8))) {
          return;
        }
        at += piece.length;
        if (piece.length < PIECE_BYTES) {
          Thread.sleep(POLL_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Shows the last lines; how many bytes are there. */
  private long lastLines(int count) throws IOException {
    if (files.stat(file).isEmpty()) {
      return 0;
    }
    try (InputStream in = files.open(file)) {
      byte[] bytes = in.readNBytes(THERE_BYTES);
      reader.take(last(new String(bytes, StandardCharsets.UTF_8), count));
      return bytes.length;
    }
  }

  /** The last lines of a text, one among them that has not ended yet; null: all of it. */
  static String last(String text, @Nullable Integer count) {
    if (count == null) {
      return text;
    }
    int from = text.length();
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    for (int left = count; left > 0 && from > 0; left--) {
      from = text.lastIndexOf('\n', end - 1) + 1;
      end = from - 1;
    }
    return text.substring(from);
  }

  /** The bytes from there on, to the end of a line where there is one. */
  private byte[] piece(long at) throws IOException {
    try (InputStream in = files.open(file)) {
      if (in.skip(at) < at) {
        return new byte[0]; // replaced just now
      }
      byte[] bytes = in.readNBytes(PIECE_BYTES);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return end == 0 ? bytes : Arrays.copyOf(bytes, end);
    }
  }
}
