package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.model.storage.ByteSize;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Takes what is unpacked, tells of it, and takes no more than the bound. */
final class UnpackedSink extends FilterOutputStream {
  private final GrowingFile file;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A sink.
   *
   * @param to where the bytes go
   * @param file is told of what can be read again
   */
  UnpackedSink(OutputStream to, GrowingFile file, long maxBytes) {
    super(to);
    this.file = file;
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    if (bytes.get() + length > maxBytes) {
      bytes.set(maxBytes + 1);
      throw new IOException("it is too large");
    }
    out.write(block, offset, length);
    long all = bytes.addAndGet(length);
    if (length > 0 && block[offset + length - 1] != 0) {
      file.at(all, -1); // else it may end with a hole, which can't be read yet
    }
  }

  /** Now all can be read. */
  @Override
  public void close() throws IOException {
    super.close();
    file.at(Math.min(bytes.get(), maxBytes), -1);
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  /**
   * Looks whether all was taken.
   *
   * @throws RefusedException where there was more than the bound
   */
  void checkBound() {
    if (bytes.get() > maxBytes) {
      throw new RefusedException(
          "becomes larger than " + ByteSize.text(maxBytes) + " when unpacked; that is no image");
    }
  }
}
