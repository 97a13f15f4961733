package io.github.kvmcore.image;

import io.github.kvmcore.exec.HostFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks by Java's own means, where the host has no program for it. */
final class JavaUnpacker {
  private static final int BUFFER = 1 << 16;
  private static final int XZ_MEMORY_KIB = 1 << 20;

  private final HostFiles files;
  private final long maxBytes;
  private final ImageProgress progress;

  JavaUnpacker(HostFiles files, long maxBytes, ImageProgress progress) {
    this.files = files;
    this.maxBytes = maxBytes;
    this.progress = progress;
  }

  /**
   * Unpacks into a new file.
   *
   * @throws RefusedException where the packed file is damaged or grows past the bound
   */
  void unpack(Content content, Path packed, Path to, String what) {
    try (InputStream in = new BufferedInputStream(files.open(packed), BUFFER);
        OutputStream out = files.create(to)) {
      copy(content, in, out, what);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + to + ": " + e.getMessage(), e);
    }
  }

  private void copy(Content content, InputStream in, OutputStream out, String what)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (InputStream stream = guarded(() -> stream(content, in))) {
      for (int count; (count = guarded(() -> stream.read(buffer))) >= 0; ) {
        bytes += count;
        if (bytes > maxBytes) {
          throw Unpacker.tooLarge(maxBytes);
        }
        out.write(buffer, 0, count);
        progress.transferred(what, bytes, -1);
      }
    }
  }

  private static InputStream stream(Content content, InputStream in) throws IOException {
    return switch (content) {
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get();
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KIB)
              .get();
      default -> throw new IllegalArgumentException(content + " is not compressed");
    };
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  /** A damaged file makes the decoders throw more than IOException. */
  private static <T> T guarded(Read<T> read) {
    try {
      return read.run();
    } catch (IOException | RuntimeException e) {
      throw new RefusedException("is damaged or cut: " + e.getMessage());
    }
  }
}
