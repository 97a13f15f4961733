package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.storage.StorageRemoval;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.StorageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The step that makes the folders that are missing, and writes down that kvmcore made them, and
 * which logical volumes it is about to make for all machines.
 */
public final class FolderSteps {
  static final String ID = "folders";

  private final CreateContext base;
  private final HostState hostState;
  private final HostFacts facts;

  FolderSteps(CreateContext base, HostState hostState, HostFacts facts) {
    this.base = base;
    this.hostState = hostState;
    this.facts = facts;
  }

  /**
   * What is made is written down as soon as there is a place for that.
   *
   * @param volumes the shared logical volumes that the plan makes, as {@code GROUP/NAME}
   */
  Step make(List<String> volumes) {
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
    if (!volumes.isEmpty()) {
      actions.add(listVolumes(volumes));
    }
    missing.removeAll(storage);
    actions.addAll(makeAll(missing));
    return new Step(ID, Phase.DISKS, null, "folders", actions, undo(storage), List.of()).asMinor();
  }

  private Action listVolumes(List<String> volumes) {
    Set<String> all = new TreeSet<>(volumes);
    storage().forEach(storage -> all.addAll(storage.madeVolumes()));
    return new Action.WriteFile(
        base.folder().madeVolumes(base.settings().cluster()),
        all.stream().map(volume -> volume + "\n").collect(Collectors.joining()),
        0600,
        null);
  }

  /** The settings' storage folder as it is; empty where it was not read. */
  private Stream<HostState.Storage> storage() {
    return hostState.storages().stream()
        .filter(storage -> storage.folder().equals(base.settings().storageDir()));
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
    return storage()
        .filter(storage -> !storage.isOthers(cluster))
        .flatMap(storage -> StorageRemoval.halfWritten(cluster, storage).stream())
        .toList();
  }

  private static List<Action> makeAll(Set<Path> folders) {
    return folders.stream()
        .<Action>map(folder -> new Action.MakeDirectory(folder, ClusterFolder.MODE))
        .toList();
  }

  /** A folder without that note would be taken for somebody else's; one with it is known. */
  private List<Action> undo(Set<Path> storage) {
    List<Action> undo = new ArrayList<>();
    if (!storage.isEmpty()) {
      List<Path> folders = new ArrayList<>(storage);
      folders.add(base.folder().claims());
      Collections.reverse(folders);
      StorageRecord record =
          StorageRecord.planned(base.settings().storageDir(), List.copyOf(storage));
      folders.forEach(folder -> undo.add(new Action.DeleteIfEmpty(record.own(folder))));
    }
    return undo;
  }

  private List<Path> madeBefore() {
    return storage().flatMap(storage -> storage.madeFolders().stream()).toList();
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
