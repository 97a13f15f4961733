package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The step that removes what kvmcore keeps in a storage folder, and the folders that it made. */
final class StorageRemoval {
  /** Any machine's: there is no other cluster's in a folder that is removed. */
  private static final String NAME = "[a-z][a-z0-9-]{0,62}";

  private final String cluster;
  private final HostState hostState;
  private final HostState.Storage storage;

  StorageRemoval(String cluster, HostState hostState, HostState.Storage storage) {
    this.cluster = cluster;
    this.hostState = hostState;
    this.storage = storage;
  }

  /** Empty where there is nothing of kvmcore's, or where another cluster needs it still. */
  Optional<Step> step(List<String> after) {
    ClusterFolder folder = new ClusterFolder(storage.folder());
    boolean any = hostState.files().contains(folder.claims()) || !storage.madeFolders().isEmpty();
    if (storage.isOthers(cluster) || !any) {
      return Optional.empty();
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Delete(folder.network(cluster)));
    actions.add(new Action.Delete(folder.madeFolders()));
    actions.addAll(halfWritten(cluster, storage));
    actions.add(DestroyPlanner.removeIfEmpty(folder.claims()));
    for (int i = storage.madeFolders().size() - 1; i >= 0; i--) {
      Path made = storage.madeFolders().get(i);
      actions.add(DestroyPlanner.removeIfEmpty(made));
    }
    return Optional.of(
        new Step(
                "folders:" + storage.folder(),
                Phase.DESTROY,
                null,
                "folders",
                actions,
                List.of(),
                after)
            .asMinor());
  }

  /** Removes what a run was writing beside the claims when it died. */
  static List<Action> halfWritten(String cluster, HostState.Storage storage) {
    String names = "(folders|" + cluster + "\\.network|" + NAME + "\\.xml)";
    return storage.halfWritten().stream()
        .filter(file -> HalfWritten.of(names, file))
        .<Action>map(Action.Delete::new)
        .toList();
  }
}
