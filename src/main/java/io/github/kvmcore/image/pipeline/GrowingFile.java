package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.image.check.ImageCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A file that one thread brings and any number read while it grows, each at its own pace: the file
 * itself is what lies between them, so nothing is held in memory, and a slow reader does not keep a
 * server waiting.
 *
 * <p>If the file starts again with another content, readers of the old one fail, and others can be
 * opened for the new.
 */
public final class GrowingFile {
  private final HostFiles files;
  private final Path path;
  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private long bytes;
  private long total = -1;
  private int generation;
  private boolean complete;
  private @Nullable RuntimeException failure;

  GrowingFile(HostFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** A file that is whole already. */
  static View whole(HostFiles files, Path path) {
    GrowingFile file = new GrowingFile(files, path);
    file.at(ImageCheck.size(files, path), -1);
    file.complete();
    return file.view();
  }

  public Path path() {
    return path;
  }

  /** So many bytes can be read; the whole size is -1 where it is not known. */
  public synchronized void at(long newBytes, long newTotal) {
    bytes = newBytes;
    total = newTotal;
    notifyAll();
  }

  /** From now on the file holds something else. */
  public synchronized void restarted() {
    generation++;
    bytes = 0;
    readers.clear();
    notifyAll();
  }

  /** Nothing comes any more: all of which was told is there. */
  public synchronized void complete() {
    complete = true;
    total = bytes;
    notifyAll();
  }

  /** Nothing comes any more, for this reason; the first one counts. */
  synchronized void fail(RuntimeException reason) {
    failure = failure == null ? reason : failure;
    notifyAll();
  }

  synchronized @Nullable RuntimeException failure() {
    return failure;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long total() {
    return total;
  }

  /** How far the slowest reader is. */
  long slowest() {
    return readers.stream().mapToLong(reader -> reader.at.get()).min().orElse(0);
  }

  /** The content that the file has now. */
  synchronized View view() {
    return new View(generation);
  }

  private void check(int of) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (of != generation) {
      throw new IOException("it is another file now");
    }
  }

  private synchronized boolean await(long wanted, int of) throws IOException {
    try {
      while (bytes < wanted && !complete) {
        check(of);
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    check(of);
    return complete;
  }

  private synchronized long readable(int of) throws IOException {
    check(of);
    return bytes;
  }

  /** One content of the file: its readers fail where the file gets another. */
  final class View {
    private final int of;

    private View(int of) {
      this.of = of;
    }

    public Path path() {
      return path;
    }

    /** Whether the file has this content still. */
    boolean holds() {
      synchronized (GrowingFile.this) {
        return of == generation;
      }
    }

    /**
     * Waits until so many bytes are there, or all.
     *
     * @return whether they are all
     * @throws IOException where they do not come
     */
    boolean await(long wanted) throws IOException {
      return GrowingFile.this.await(wanted, of);
    }

    /** Waits until all is there. */
    void awaitEnd() throws IOException {
      await(Long.MAX_VALUE);
    }

    /** The file from its first byte on; a read waits until there is something. */
    InputStream open() throws IOException {
      await(1);
      Reader reader = new Reader(files.open(path), of);
      readers.add(reader);
      return reader;
    }
  }

  private final class Reader extends InputStream {
    private final InputStream file;
    private final int of;
    private final AtomicLong at = new AtomicLong();

    private Reader(InputStream file, int of) {
      this.file = file;
      this.of = of;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      long position = at.get();
      GrowingFile.this.await(position + 1, of);
      long readable = readable(of) - position;
      if (readable <= 0) {
        return -1;
      }
      int count = file.read(block, offset, (int) Math.min(length, readable));
      readable(of); // what came in between, of another content, must not go on
      if (count < 0 && position > 0) {
        throw new IOException(path + " became shorter while it was read");
      }
      at.set(position + Math.max(0, count)); // a replayed recording has no bytes at all
      return count;
    }

    /** Who gave up, as a program that is not there, must not seem to be the slowest for ever. */
    @Override
    public void close() throws IOException {
      if (at.get() < bytes()) {
        readers.remove(this);
      }
      file.close();
    }
  }
}
