package io.github.kvmcore.exec.http;

import io.github.kvmcore.exec.file.PrivateFile;
import io.github.kvmcore.model.storage.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file that a download grows in. What is wrong with the disk is told apart from the network.
 */
final class PartialFile implements AutoCloseable {
  private final Path path;
  private final long total;
  private final FileChannel channel;

  /**
   * Opens the file, made with mode 0600 where it is missing, and cuts it to its first {@code from}
   * bytes.
   *
   * @param total size that it will have in bytes; -1 where it is not known
   * @throws TransferException where the disk has no room for the rest
   */
  PartialFile(Path path, long from, long total) throws IOException {
    this.path = path;
    this.total = total;
    this.channel = PrivateFile.open(path);
    try {
      channel.truncate(from).position(from);
      checkSpace(from);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The size of the file in bytes; 0 where there is none. */
  static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  private void checkSpace(long from) throws IOException {
    long usable = Files.getFileStore(path).getUsableSpace();
    if (total >= 0 && usable < total - from) {
      throw full(path, total - from - usable);
    }
  }

  private static TransferException full(Path path, long missing) {
    String size = missing > 0 ? ": " + ByteSize.text(missing) + " are missing" : "";
    return TransferException.lasting(
        "no space is left in " + path.toAbsolutePath().getParent() + size,
        "make room there, or name another folder");
  }

  void write(byte[] bytes, int count) throws IOException {
    write(channel, path, total, ByteBuffer.wrap(bytes, 0, count));
  }

  static void write(FileChannel channel, Path path, long total, ByteBuffer buffer)
      throws IOException {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      if (said.toLowerCase(Locale.ROOT).contains("no space left")) {
        throw full(path, total < 0 ? 0 : total - channel.position());
      }
      throw new TransferException(path + " can't be written: " + said, false, "", e);
    }
  }

  long position() throws IOException {
    return channel.position();
  }

  /** Forces all bytes to the disk. */
  void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
