package io.github.kvmcore.lock;

import io.github.kvmcore.exec.file.Folders;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.ShellQuote;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A lock between the runs of one user on this host, in {@link LockFolder}. A file that another user
 * may have written is refused before it is opened or waited for.
 *
 * @param holder a line about this run, for those whom it keeps out
 */
public record RunLock(HostFiles files, Path file, String holder) {
  private static final int READS = 10;
  private static final long READ_PAUSE_MILLIS = 20;

  /** Longer than what any run says of itself. */
  private static final int SHOWN_CHARACTERS = 200;

  /**
   * A lock of that name, not yet taken.
   *
   * @param command what this run does, to be told to others
   */
  public static RunLock of(RunIdentity run, HostFiles files, String name, String command) {
    Path file = LockFolder.of(run, files).resolve(name + ".lock");
    String holder =
        "kvmcore %s, process %d of %s, since %s"
            .formatted(
                command, run.pid(), run.user(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return new RunLock(files, file, holder);
  }

  /** Takes it where it is free. */
  public Optional<HostFiles.FileLock> tryTake() {
    return trusted(() -> files.tryLock(file, holder));
  }

  /** Waits for it; empty where it is held for longer than that. */
  public Optional<HostFiles.FileLock> take(Duration limit) {
    return trusted(() -> files.lock(file, holder, limit));
  }

  /** The folder is missing at a host's first run only, so that is found out by failing. */
  private Optional<HostFiles.FileLock> trusted(Supplier<Optional<HostFiles.FileLock>> lock) {
    requireTrust();
    try {
      return lock.get();
    } catch (UncheckedIOException e) {
      if (files.stat(folder()).isPresent()) {
        throw unusable(e);
      }
    }
    try {
      Folders.make(files, folder(), LockFolder.MODE);
      requireTrust();
      return lock.get();
    } catch (UncheckedIOException e) {
      throw unusable(e);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(file.getParent());
  }

  private void requireTrust() {
    files
        .untrusted(file)
        .ifPresent(
            reason -> {
              throw KvmcoreException.host(
                  "lock " + file + " refused: " + reason + "\n  next: " + remedy(reason));
            });
  }

  /** What is only for locks can be moved away; of folders above, the user has to decide. */
  private String remedy(String reason) {
    for (Path path : List.of(file, folder())) {
      if (reason.startsWith(path + " is ")) {
        return ShellQuote.join(List.of("mv", path.toString(), path + ".untrusted"));
      }
    }
    return showModes();
  }

  /** Owner and mode of the file and of each folder above it. */
  private String showModes() {
    return ShellQuote.join(List.of("namei", "-l", file.toString()));
  }

  private KvmcoreException unusable(UncheckedIOException e) {
    return new KvmcoreException(ExitCode.HOST, e.getMessage() + "\n  next: " + showModes(), e);
  }

  /** Who holds it, as that run put it: to be shown, and nothing else. */
  public String whoHolds() {
    for (int reads = 1; reads < READS; reads++) {
      String line = files.read(file).orElse("").strip();
      if (!line.isEmpty()) {
        String first = line.lines().findFirst().orElse(line);
        return first.substring(0, Math.min(first.length(), SHOWN_CHARACTERS));
      }
      // It has the lock, and is about to write its name into it.
      try {
        Thread.sleep(READ_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return "a run that does not say its name";
  }
}
