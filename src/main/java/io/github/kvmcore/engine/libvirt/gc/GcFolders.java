package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.Ownership;
import io.github.kvmcore.plan.ownership.StorageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Storage folders that kvmcore made, and that hold nothing any more. */
final class GcFolders {
  private static final String CLUSTER = "[a-z][a-z0-9-]{0,39}";

  private final HostInventory inventory;
  private final Path cache;
  private final Set<String> going = new HashSet<>();
  private final List<Leftover> found = new ArrayList<>();

  /**
   * @param going what is found to be removed before
   */
  GcFolders(HostInventory inventory, Path cache, List<Leftover> going) {
    this.inventory = inventory;
    this.cache = cache;
    going.stream().filter(Leftover::isRemovable).forEach(it -> this.going.add(it.name()));
  }

  List<Leftover> leftovers() {
    Set<Path> storages = new HashSet<>();
    for (HostState.Storage storage : inventory.host().storages()) {
      storages.add(storage.folder());
      storage(storage);
    }
    Path parent = cache.getParent();
    if (parent != null) {
      inventory.in(parent).stream()
          .filter(path -> !inventory.untrusted().containsKey(parent))
          .filter(path -> !storages.contains(path) && !path.equals(cache))
          .filter(path -> isMade(path) && inventory.in(path).isEmpty())
          .forEach(path -> add(path, List.of(path), "a run died before it put anything into it"));
    }
    return found;
  }

  private void storage(HostState.Storage storage) {
    Path folder = storage.folder();
    ClusterFolder own = new ClusterFolder(folder);
    boolean there = inventory.files().containsKey(own.claims()) && storage.doubts().isEmpty();
    boolean empty =
        inventory.in(folder).stream()
            .allMatch(path -> path.equals(own.claims()) || going.contains(path.toString()));
    boolean unclaimed =
        inventory.in(own.claims()).stream()
            .allMatch(path -> path.equals(own.madeFolders()) || going.contains(path.toString()));
    if (!there || !empty || !unclaimed) {
      return;
    }
    boolean noted = inventory.files().containsKey(own.madeFolders());
    if (noted) {
      add(folder, storage.madeFolders(), "kvmcore made it, and no machine is in it");
    } else if (isMade(folder)) {
      add(folder, List.of(folder), "a run died before it put anything into it");
    }
  }

  /** As kvmcore makes it, and named as a cluster can be. */
  private boolean isMade(Path path) {
    FileFacts facts = inventory.files().get(path);
    return facts != null
        && facts.isDirectory()
        && facts.mode() == ClusterFolder.MODE
        && String.valueOf(path.getFileName()).matches(CLUSTER);
  }

  /** Removes each only where it is empty at that moment. */
  private void add(Path folder, List<Path> made, String why) {
    ClusterFolder own = new ClusterFolder(folder);
    StorageRecord record = StorageRecord.planned(folder, made);
    List<Action> actions = new ArrayList<>();
    if (inventory.files().containsKey(own.claims())) {
      actions.add(new Action.Delete(record.own(own.madeFolders())));
      actions.add(new Action.DeleteIfEmpty(record.own(own.claims())));
    }
    for (int i = made.size() - 1; i >= 0; i--) {
      actions.add(new Action.DeleteIfEmpty(Ownership.emptyFolder(made.get(i))));
    }
    Leftover of =
        GcFiles.of(
            inventory,
            Leftover.Kind.FOLDER,
            Ownership.emptyFolder(folder),
            String.valueOf(folder.getFileName()),
            why);
    found.add(new Leftover(of.kind(), of.name(), of.cluster(), null, why, of.since(), actions));
  }
}
