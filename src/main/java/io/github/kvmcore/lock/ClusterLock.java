package io.github.kvmcore.lock;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The lock that lets one run at a time change a cluster; the kernel frees it when the run dies. */
public final class ClusterLock {
  private final RunLock lock;
  private final String cluster;

  /**
   * @param command what this run does, for messages to others
   */
  public ClusterLock(RunIdentity run, HostFiles files, String cluster, String command) {
    this.lock = RunLock.of(run, files, "kvmcore-" + cluster, command);
    this.cluster = cluster;
  }

  /**
   * Takes it.
   *
   * @param wait how long to wait for another run
   * @param say gets a line about the run that it waits for
   * @throws KvmcoreException exit code LOCKED, naming the holder
   */
  public HostFiles.FileLock take(Duration wait, Consumer<String> say) {
    return lock.tryTake().or(() -> await(wait, say)).orElseThrow(() -> held(wait));
  }

  private Optional<HostFiles.FileLock> await(Duration wait, Consumer<String> say) {
    if (!wait.isZero()) {
      String whom = lock.whoHolds();
      say.accept("waiting up to " + wait.toSeconds() + " s for another run: " + whom);
    }
    return lock.take(wait);
  }

  private KvmcoreException held(Duration wait) {
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
