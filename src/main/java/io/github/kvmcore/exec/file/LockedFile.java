package io.github.kvmcore.exec.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * An exclusive lock of fcntl(2) on a file. Such a lock is the process's, and goes as soon as the
 * process closes <em>any</em> descriptor of the file: so a file that this process holds is not
 * opened a second time, and must not be read either. What others may have put in its place is
 * refused ({@link LockFileAccess}).
 */
final class LockedFile implements HostFiles.FileLock {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LAST_PAUSE_MILLIS = 100;

  /** Of finding the file removed between its opening and its locking. */
  private static final int TRIES = 100;

  /** More than any holder notes. */
  private static final int LIMIT_BYTES = 64 << 10;

  private final OwnershipRule rule;
  private final Path key;
  private final FileChannel channel;
  private final String holder;
  private final List<String> notes;
  private boolean settled;

  private LockedFile(OwnershipRule rule, Path key, FileChannel channel, String holder)
      throws IOException {
    this.rule = rule;
    this.key = key;
    this.channel = channel;
    this.holder = holder;
    this.notes = left(channel);
    write(notes);
  }

  /**
   * What a holder that was killed left.
   *
   * @return the lines behind the first, which says who it was
   */
  private static List<String> left(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), LIMIT_BYTES));
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), UTF_8);
    return text.lines().skip(1).filter(line -> !line.isBlank()).toList();
  }

  /** A kill leaves the old text or the new one: blank lines cover what is longer of the old. */
  private void write(List<String> lines) throws IOException {
    String text = holder + "\n" + lines.stream().map(line -> line + "\n").collect(joining());
    byte[] whole = text.getBytes(UTF_8);
    byte[] padded = Arrays.copyOf(whole, (int) Math.max(whole.length, channel.size()));
    Arrays.fill(padded, whole.length, padded.length, (byte) '\n');
    channel.write(ByteBuffer.wrap(padded), 0);
    channel.truncate(whole.length);
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public void note(List<String> lines) {
    try {
      write(lines);
      settled = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the lock; empty where another process or this one holds it. */
  static Optional<HostFiles.FileLock> tryLock(OwnershipRule rule, Path path, String holder)
      throws IOException {
    Path absolute = path.toAbsolutePath();
    Path folder = absolute.getParent();
    Path key = folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      Optional<HostFiles.FileLock> lock = lock(rule, key, holder);
      locked = lock.isPresent();
      return lock;
    } finally {
      if (!locked) {
        HELD.remove(key);
      }
    }
  }

  /** Waits for the lock, for so long at the most; an interrupt ends the wait and stays set. */
  static Optional<HostFiles.FileLock> lock(
      OwnershipRule rule, Path path, String holder, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LAST_PAUSE_MILLIS)) {
      Optional<HostFiles.FileLock> lock = tryLock(rule, path, holder);
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

  private static Optional<HostFiles.FileLock> lock(OwnershipRule rule, Path key, String holder)
      throws IOException {
    for (int tries = 1; ; tries++) {
      Attempt attempt = attempt(rule, key, holder);
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
  private record Attempt(Optional<HostFiles.FileLock> lock, boolean held) {
    static final Attempt REMOVED = new Attempt(Optional.empty(), false);
  }

  private static Attempt attempt(OwnershipRule rule, Path key, String holder) throws IOException {
    Object before = LockFileAccess.identity(rule, key);
    if (before == null) {
      LockFileAccess.make(key);
      before = LockFileAccess.identity(rule, key);
    }
    FileChannel channel;
    try {
      channel = LockFileAccess.open(key);
    } catch (NoSuchFileException e) {
      return Attempt.REMOVED;
    }
    try {
      // A holder removes its file when it ends: what is locked must be what stood there before it
      // was opened and what others will find still.
      boolean free = channel.tryLock() != null;
      if (free && before != null && before.equals(LockFileAccess.identity(rule, key))) {
        return new Attempt(Optional.of(new LockedFile(rule, key, channel, holder)), false);
      }
      channel.close();
      return free ? Attempt.REMOVED : new Attempt(Optional.empty(), true);
    } catch (OverlappingFileLockException e) {
      // This process holds it by another name: closing the channel would end that lock.
      return new Attempt(Optional.empty(), true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      if (settled || notes.isEmpty()) {
        SafeDeletion.delete(rule, key);
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(key);
    }
  }
}
