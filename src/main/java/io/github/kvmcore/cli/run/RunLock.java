package io.github.kvmcore.cli.run;

import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A lock between the runs of one user on this host. It lies where the same user's runs find it
 * whether they come from a terminal or from cron, which sets no XDG_RUNTIME_DIR.
 *
 * @param holder a line about this run, for those whom it keeps out
 */
record RunLock(HostFiles files, Path file, String holder) {
  private static final int READS = 10;
  private static final long READ_PAUSE_MILLIS = 20;

  /**
   * A lock of that name, not yet taken.
   *
   * @param command what this run does, to be told to others
   */
  static RunLock of(Session session, String name, String command) {
    Environment environment = session.environment();
    String user = environment.user();
    Path file =
        environment.path(
            user.equals("root")
                ? "/run/lock/" + name + ".lock"
                : "/tmp/" + name + "." + user + ".lock");
    String holder =
        "kvmcore %s, process %d of %s, since %s"
            .formatted(
                command, environment.pid(), user, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return new RunLock(session.outside().files(), file, holder);
  }

  /** Takes it where it is free. */
  Optional<HostFiles.FileLock> tryTake() {
    try {
      return files.tryLock(file, holder);
    } catch (UncheckedIOException e) {
      throw unusable(e);
    }
  }

  /** Waits for it; empty where it is held for longer than that. */
  Optional<HostFiles.FileLock> take(Duration limit) {
    try {
      return files.lock(file, holder, limit);
    } catch (UncheckedIOException e) {
      throw unusable(e);
    }
  }

  private KvmcoreException unusable(UncheckedIOException e) {
    return new KvmcoreException(
        ExitCode.HOST,
        e.getMessage()
            + "\n  next: without a lock, two runs could change the same things at once; make "
            + file.getParent()
            + " a folder that this user can write to, and take a file of that name that is"
            + " another user's away",
        e);
  }

  /** Who holds it, as that run put it. */
  String whoHolds() {
    for (int reads = 1; reads < READS; reads++) {
      String line = files.read(file).orElse("").strip();
      if (!line.isEmpty()) {
        return line.lines().findFirst().orElse(line);
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
