package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new file that takes a program's output, and remembers that it could not: zt-exec's pump keeps
 * silent about a full disk.
 */
public final class FileSink extends OutputStream {
  private final Path path;
  private final OutputStream file;
  private @Nullable IOException failure;

  private FileSink(Path path, OutputStream file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Makes the file, with mode 0600.
   *
   * @throws IOException where it exists or can't be made
   */
  public static FileSink create(Path path) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new FileSink(
        path,
        Channels.newOutputStream(
            Files.newByteChannel(
                path, options, PosixModes.attribute(path, PosixModes.OWNER_ONLY))));
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  /** What went wrong, for the user; null where all was written. */
  public synchronized @Nullable String failure() {
    return failure == null ? null : FileFailure.message("write " + path, failure);
  }
}
