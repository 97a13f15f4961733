package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The step that makes the folders that are missing, and writes down that kvmcore made them. */
public final class FolderSteps {
  private static final String ID = "folders";

  private final Foundation base;
  private final HostState hostState;
  private final HostFacts facts;

  FolderSteps(Foundation base, HostState hostState, HostFacts facts) {
    this.base = base;
    this.hostState = hostState;
    this.facts = facts;
  }

  /** What is made is written down as soon as there is a place for that. */
  Step make() {
    Set<Path> storage = new LinkedHashSet<>();
    missingParents(base.settings().storageDir(), storage);
    Set<Path> missing = new LinkedHashSet<>(storage);
    missingParents(base.settings().configDriveDir(), missing);
    missingParents(base.settings().consoleLogDir(), missing);
    Set<Path> made = new LinkedHashSet<>(madeBefore());
    made.addAll(missing);
    List<Action> actions = new ArrayList<>(makeAll(storage));
    actions.add(new Action.MakeDirectory(base.folder().claims(), 0700));
    actions.addAll(halfWritten());
    actions.add(
        new Action.WriteFile(
            base.folder().madeFolders(),
            made.stream().map(path -> path + "\n").collect(Collectors.joining()),
            0600,
            null));
    missing.removeAll(storage);
    actions.addAll(makeAll(missing));
    return new Step(ID, Phase.DISKS, null, "folders", actions, undo(storage), List.of()).asMinor();
  }

  /** The folders that a plan makes, parents first. */
  public static List<Path> made(Plan plan) {
    return plan.steps().stream()
        .filter(step -> step.id().equals(ID))
        .flatMap(step -> step.actions().stream())
        .flatMap(
            action ->
                action instanceof Action.MakeDirectory make ? Stream.of(make.path()) : Stream.of())
        .filter(path -> !path.endsWith(ClusterFolder.CLAIMS))
        .toList();
  }

  /** What a run was writing beside the claims when it died; not where another cluster's may be. */
  private List<Action> halfWritten() {
    String cluster = base.settings().cluster();
    return hostState.storages().stream()
        .filter(storage -> storage.folder().equals(base.settings().storageDir()))
        .filter(storage -> !storage.isOthers(cluster))
        .flatMap(storage -> StorageRemoval.halfWritten(cluster, storage).stream())
        .toList();
  }

  private static List<Action> makeAll(Set<Path> folders) {
    return folders.stream()
        .<Action>map(folder -> new Action.MakeDirectory(folder, MachineSteps.folderMode()))
        .toList();
  }

  /** A folder without that note would be taken for somebody else's; one with it is known. */
  private List<Action> undo(Set<Path> storage) {
    List<Action> undo = new ArrayList<>();
    if (!storage.isEmpty()) {
      List<Path> folders = new ArrayList<>(storage);
      folders.add(base.folder().claims());
      Collections.reverse(folders);
      folders.forEach(folder -> undo.add(new Action.DeleteIfEmpty(folder)));
    }
    return undo;
  }

  private List<Path> madeBefore() {
    return hostState.storages().stream()
        .filter(storage -> storage.folder().equals(base.settings().storageDir()))
        .flatMap(storage -> storage.madeFolders().stream())
        .toList();
  }

  /** Parents first. */
  private void missingParents(Path folder, Set<Path> missing) {
    if (facts.exists(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      missingParents(parent, missing);
    }
    missing.add(folder);
  }
}
