package io.github.kvmcore.cli.run;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.HostFiles.FileLock;
import io.github.kvmcore.lock.LockFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The locks of clusters that runs which were killed left behind. */
public final class DeadLocks {
  private static final Pattern NAME = Pattern.compile("kvmcore-[a-z0-9-]+\\.lock");
  private static final Pattern HOLDER = Pattern.compile(".*, process ([0-9]{1,9}) of .*");

  private final Session session;
  private final HostFiles files;

  private DeadLocks(Session session) {
    this.session = session;
    this.files = session.access().files();
  }

  /**
   * Removes those of this user that note nothing, and that of the making of networks.
   *
   * @throws io.github.kvmcore.failure.KvmcoreException if the folder is not trusted
   */
  public static void clear(Session session) {
    NetworkLock.clear(session);
    new DeadLocks(session).clear();
  }

  private void clear() {
    Path folder = LockFolder.of(session.environment().run(), files);
    for (String name : files.list(folder)) {
      Path lock = folder.resolve(name);
      if (NAME.matcher(name).matches() && isTrusted(lock) && isDead(lock)) {
        files.tryLock(lock, "kvmcore gc").ifPresent(FileLock::close);
      }
    }
  }

  private boolean isTrusted(Path lock) {
    Optional<String> reason = files.untrusted(lock);
    reason.ifPresent(it -> session.tell("warning: lock left: " + it));
    return reason.isEmpty();
  }

  /**
   * By the process that it names: so none is taken for a moment from a run that needs it. Whether
   * it is held is the kernel's to say. One with notes is for the next run of that cluster, which
   * has to know of the folders in them.
   */
  private boolean isDead(Path lock) {
    List<String> lines = files.read(lock).orElse("").strip().lines().toList();
    Matcher holder = HOLDER.matcher(String.join("", lines));
    return lines.size() == 1
        && holder.matches()
        && files.stat(session.environment().path("/proc").resolve(holder.group(1))).isEmpty();
  }
}
