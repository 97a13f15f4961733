package io.github.kvmcore.cli.run;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.create.FolderSteps;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.plan.Plan;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Notes in the cluster's lock the folders that a run makes or removes. The list of them lies in one
 * of them, so there is a moment before it is written, and one after it is removed, when a run that
 * is killed would leave folders that nobody knows.
 */
public final class FolderNotes {
  private FolderNotes() {}

  /** Tells the session what an earlier run that was killed left. */
  static void read(Session session, HostFiles.FileLock lock) {
    session.unwritten(
        lock.notes().stream()
            .filter(line -> line.startsWith("/"))
            .map(line -> session.environment().path(line))
            .toList());
  }

  /** Notes them, before the plan is run. */
  public static void write(HostFiles.FileLock lock, Plan plan, HostState hostState) {
    Set<Path> folders = new LinkedHashSet<>();
    hostState.storages().forEach(storage -> folders.addAll(storage.madeFolders()));
    folders.addAll(FolderSteps.made(plan));
    lock.note(folders.stream().map(Path::toString).toList());
  }
}
