package io.github.kvmcore.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock of fcntl(2) on a file. Such a lock is the process's, and goes as soon as the
 * process closes <em>any</em> descriptor of the file: so a file that this process holds is not
 * opened a second time, and must not be read either.
 */
final class LockedFile implements HostFiles.FileLock {
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LAST_PAUSE_MILLIS = 100;

  /** Of finding the file removed between its opening and its locking. */
  private static final int TRIES = 100;

  private final Path key;
  private final FileChannel channel;

  private LockedFile(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Takes the lock; empty where another process or this one holds it. */
  static Optional<HostFiles.FileLock> tryLock(Path path, String holder) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path folder = absolute.getParent();
    Path key = folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      Optional<HostFiles.FileLock> lock = lock(key, holder);
      locked = lock.isPresent();
      return lock;
    } finally {
      if (!locked) {
        HELD.remove(key);
      }
    }
  }

  /** Waits for the lock, for so long at the most; an interrupt ends the wait and stays set. */
  static Optional<HostFiles.FileLock> lock(Path path, String holder, Duration limit)
      throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LAST_PAUSE_MILLIS)) {
      Optional<HostFiles.FileLock> lock = tryLock(path, holder);
      long left = end - System.nanoTime();
      if (lock.isPresent() || left <= 0) {
        return lock;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(pause)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  private static Optional<HostFiles.FileLock> lock(Path key, String holder) throws IOException {
    for (int tries = 1; ; tries++) {
      Attempt attempt = attempt(key, holder);
      if (attempt.lock.isPresent() || attempt.held || tries == TRIES) {
        return attempt.lock;
      }
    }
  }

  /**
   * One attempt.
   *
   * @param held whether another process has the lock; where it has not, and there is no lock, the
   *     file was removed at this very moment
   */
  private record Attempt(Optional<HostFiles.FileLock> lock, boolean held) {}

  private static Attempt attempt(Path key, String holder) throws IOException {
    Object before = identity(key);
    if (before == null) {
      open(key).close();
      before = identity(key);
    }
    FileChannel channel = open(key);
    try {
      // A holder removes its file when it ends: what is locked must be what stood there before it
      // was opened and what others will find still.
      boolean free = channel.tryLock() != null;
      if (free && before != null && before.equals(identity(key))) {
        channel.truncate(0).write(ByteBuffer.wrap((holder + "\n").getBytes(UTF_8)));
        return new Attempt(Optional.of(new LockedFile(key, channel)), false);
      }
      channel.close();
      return new Attempt(Optional.empty(), !free);
    } catch (OverlappingFileLockException e) {
      // This process holds it by another name: closing the channel would end that lock.
      return new Attempt(Optional.empty(), true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path key) throws IOException {
    return FileChannel.open(key, OPTIONS, PosixModes.attribute(key, PosixModes.OWNER_ONLY));
  }

  /** Device and inode; null where nothing is there. */
  private static @Nullable Object identity(Path key) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(key, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.fileKey() == null ? key : attributes.fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(key);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(key);
    }
  }
}
