package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.image.check.Content;
import io.github.kvmcore.image.check.RefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks by Java's own means, where the host has no program for it. */
public final class JavaUnpacker {
  private static final int BUFFER = 1 << 16;
  private static final int XZ_MEMORY_KIB = 160 << 10;

  private JavaUnpacker() {}

  /**
   * Unpacks all.
   *
   * @throws RefusedException where the packed bytes are damaged
   * @throws IOException where {@code out} takes no more
   */
  public static void unpack(Content content, InputStream packed, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    InputStream in = new BufferedInputStream(packed, BUFFER);
    try (InputStream stream = guarded(() -> stream(content, in))) {
      for (int count; (count = guarded(() -> stream.read(buffer))) >= 0; ) {
        out.write(buffer, 0, count);
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
