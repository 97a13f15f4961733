package io.github.kvmcore.cli;

import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.nio.file.Path;

/** The lock that lets one run at a time change a cluster; the kernel frees it when the run dies. */
final class ClusterLock {
  private ClusterLock() {}

  /**
   * Takes it.
   *
   * @param command what this run does, to be told to others
   * @throws KvmcoreException exit code LOCKED, naming the holder
   */
  static HostFiles.FileLock take(Session session, String command) {
    String cluster = session.settings().cluster();
    Environment environment = session.environment();
    Path file = folder(session).resolve("kvmcore-" + cluster + ".lock");
    String holder =
        "kvmcore " + command + ", process " + environment.pid() + " of " + environment.user();
    return session
        .outside()
        .files()
        .tryLock(file, holder)
        .orElseThrow(
            () ->
                new KvmcoreException(
                    ExitCode.LOCKED,
                    "cluster "
                        + cluster
                        + " is being changed by another run: "
                        + session.outside().files().read(file).orElse("").strip()
                        + "\n  next: run it again when that one has ended"));
  }

  private static Path folder(Session session) {
    Environment environment = session.environment();
    String own = environment.variable("XDG_RUNTIME_DIR", "/tmp");
    return environment.path(environment.user().equals("root") ? "/run/lock" : own);
  }
}
