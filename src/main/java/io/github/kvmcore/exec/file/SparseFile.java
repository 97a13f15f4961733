package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** A new file in which blocks of zeros are holes: a raw disk is mostly that. */
final class SparseFile extends OutputStream {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final byte[] ZEROS = new byte[BLOCK_BYTES];

  private final FileChannel channel;
  private long position;

  SparseFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0, count; done < length; done += count) {
      count = Math.min(BLOCK_BYTES, length - done);
      int from = offset + done;
      if (!Arrays.equals(bytes, from, from + count, ZEROS, 0, count)) {
        put(ByteBuffer.wrap(bytes, from, count), position);
      }
      position += count;
    }
  }

  private void put(ByteBuffer block, long at) throws IOException {
    for (long to = at; block.hasRemaining(); ) {
      to += channel.write(block, to);
    }
  }

  /** A hole at the end counts as well. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (channel.isOpen() && channel.size() < position) {
        put(ByteBuffer.allocate(1), position - 1);
      }
    }
  }
}
