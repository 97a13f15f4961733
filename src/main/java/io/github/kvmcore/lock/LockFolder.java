package io.github.kvmcore.lock;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.model.image.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder with the locks of one user's runs. Only that user can write to it: in a folder that
 * all can write to, such as /tmp, anybody could hold a lock, or leave notes in one.
 *
 * <p>For users other than root it lies below the home directory that the password database names.
 * HOME, XDG_RUNTIME_DIR and XDG_STATE_HOME do not count: a run from cron and one at a terminal must
 * find the same lock, whatever their environment. Hosts may share home directories by NFS, so each
 * has a folder of its own there: a lock names a process of its host.
 */
public final class LockFolder {
  /** Permission bits of each folder that is made. */
  static final int MODE = 0700;

  private static final String ROOT = "/run/kvmcore";
  private static final String OTHERS = ".local/state/kvmcore/locks";

  /** Enough to tell hosts apart. */
  private static final int DIGITS = 12;

  private LockFolder() {}

  /**
   * The folder, which need not be there yet.
   *
   * @throws KvmcoreException of the host, if the user has no home directory
   */
  public static Path of(RunIdentity run, HostFiles files) {
    if (run.user().equals("root")) {
      return run.root().resolve(ROOT);
    }
    Path home = run.home();
    if (home == null) {
      String user = ShellQuote.quote(run.user());
      throw KvmcoreException.host(
          "no place for locks: user "
              + run.user()
              + " has no home directory\n  next: sudo usermod --home /home/"
              + user
              + " "
              + user);
    }
    return home.resolve(OTHERS).resolve(host(run, files));
  }

  /** Not the machine-id itself: machine-id(5) asks to keep it on its host. */
  private static String host(RunIdentity run, HostFiles files) {
    for (String file : List.of("/etc/machine-id", "/proc/sys/kernel/hostname")) {
      String id = files.read(run.root().resolve(file)).orElse("").strip();
      if (!id.isEmpty() && !id.equals("uninitialized")) {
        return Digest.sha256("kvmcore " + id).hex().substring(0, DIGITS);
      }
    }
    return "host";
  }
}
