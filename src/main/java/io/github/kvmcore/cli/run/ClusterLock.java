package io.github.kvmcore.cli.run;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.time.Duration;
import java.util.Optional;

/** The lock that lets one run at a time change a cluster; the kernel frees it when the run dies. */
public final class ClusterLock {
  private ClusterLock() {}

  /**
   * Takes it; waits for another run as long as {@code lock_wait} says.
   *
   * @param command what this run does, to be told to others
   * @throws KvmcoreException exit code LOCKED, naming the holder
   */
  public static HostFiles.FileLock take(Session session, String command) {
    String cluster = session.settings().cluster();
    Duration wait = session.settings().limits().lockWait();
    RunLock lock = RunLock.of(session, "kvmcore-" + cluster, command);
    HostFiles.FileLock taken =
        lock.tryTake()
            .or(() -> await(session, lock, wait))
            .orElseThrow(() -> held(cluster, lock, wait));
    session.engine().recover(taken.notes());
    return taken;
  }

  private static Optional<HostFiles.FileLock> await(Session session, RunLock lock, Duration wait) {
    if (!wait.isZero()) {
      String whom = lock.whoHolds();
      session.say("waiting up to " + wait.toSeconds() + " s for another run: " + whom);
    }
    return lock.take(wait);
  }

  private static KvmcoreException held(String cluster, RunLock lock, Duration wait) {
    String longer =
        wait.isZero() ? ": --lock-wait 10m" : " for longer than " + wait.toSeconds() + " s";
    return new KvmcoreException(
        ExitCode.LOCKED,
        "cluster "
            + cluster
            + " is being changed by another run: "
            + lock.whoHolds()
            + "\n  next: run it again when that one has ended, or let it wait"
            + longer);
  }
}
