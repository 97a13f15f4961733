package io.github.kvmcore.image;

import io.github.kvmcore.model.ByteSize;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes what is unpacked, tells of it, and takes no more than the bound. */
final class UnpackedSink extends FilterOutputStream {
  private final GrowingFile file;
  private final long maxBytes;
  private volatile long bytes;

  /**
   * A sink.
   *
   * @param to where the bytes go
   * @param file is told of each
   */
  UnpackedSink(OutputStream to, GrowingFile file, long maxBytes) {
    super(to);
    this.file = file;
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    if (bytes + length > maxBytes) {
      bytes = maxBytes + 1;
      throw new IOException("it is too large");
    }
    out.write(block, offset, length);
    bytes += length;
    file.at(bytes, -1);
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
    if (bytes > maxBytes) {
      throw new RefusedException(
          "becomes larger than " + ByteSize.text(maxBytes) + " when unpacked; that is no image");
    }
  }
}
