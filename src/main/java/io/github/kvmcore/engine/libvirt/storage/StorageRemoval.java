package io.github.kvmcore.engine.libvirt.storage;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.HalfWritten;
import io.github.kvmcore.plan.ownership.StorageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The step that removes what kvmcore keeps in a storage folder, and the folders that it made. */
public final class StorageRemoval {
  /** Any machine's: there is no other cluster's in a folder that is removed. */
  private static final String NAME = "[a-z][a-z0-9-]{0,62}";

  private final String cluster;
  private final HostState hostState;
  private final HostState.Storage storage;

  public StorageRemoval(String cluster, HostState hostState, HostState.Storage storage) {
    this.cluster = cluster;
    this.hostState = hostState;
    this.storage = storage;
  }

  /** Empty where there is nothing of kvmcore's, or where another cluster needs it still. */
  public Optional<Step> step(List<String> after) {
    ClusterFolder folder = new ClusterFolder(storage.folder());
    boolean any = hostState.files().contains(folder.claims()) || !storage.madeFolders().isEmpty();
    boolean untrusted =
        storage.doubts().stream().anyMatch(doubt -> doubt.path().equals(folder.claims()));
    if (storage.isOthers(cluster) || !any || untrusted) {
      return Optional.empty();
    }
    StorageRecord record = storage.record();
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Delete(record.own(folder.network(cluster))));
    if (!storage.madeVolumes().isEmpty()) {
      actions.add(new Action.Delete(record.own(folder.madeVolumes(cluster))));
    }
    actions.addAll(halfWritten(cluster, storage));
    List<Path> made = new ArrayList<>(storage.madeFolders());
    Collections.reverse(made);
    List<Path> last = made.stream().filter(storage.folder()::startsWith).toList();
    made.removeAll(last);
    made.forEach(path -> actions.add(new Action.DeleteIfEmpty(record.own(path))));
    // From here on nobody knows any more that these are kvmcore's: no program comes in between.
    actions.add(new Action.Delete(record.own(folder.madeFolders())));
    actions.add(new Action.DeleteIfEmpty(record.own(folder.claims())));
    last.forEach(path -> actions.add(new Action.DeleteIfEmpty(record.own(path))));
    return Optional.of(
        new Step(
                "folders:" + storage.folder(),
                Phase.DESTROY,
                null,
                "folders",
                actions,
                undo(folder),
                after)
            .asMinor());
  }

  /** So that the next destroy knows again what it has to remove. */
  private List<Action> undo(ClusterFolder folder) {
    String made =
        storage.madeFolders().stream().map(path -> path + "\n").collect(Collectors.joining());
    return List.of(
        new Action.MakeDirectory(folder.claims(), 0700),
        new Action.WriteFile(folder.madeFolders(), made, 0600, null));
  }

  /** Removes what a run was writing beside the claims when it died. */
  public static List<Action> halfWritten(String cluster, HostState.Storage storage) {
    String names = "(folders|" + cluster + "\\.(network|volumes)|" + NAME + "\\.xml)";
    StorageRecord record = storage.record();
    return storage.halfWritten().stream()
        .filter(file -> HalfWritten.of(names, file))
        .<Action>map(file -> new Action.Delete(record.own(file)))
        .toList();
  }
}
