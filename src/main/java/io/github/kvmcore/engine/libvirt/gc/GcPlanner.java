package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.plan.ownership.Ownership;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what no machine uses any more, and plans its removal. What is not kvmcore's by a record,
 * metadata, tags or a computed address is not even named; what only tags name stays.
 */
public final class GcPlanner {
  private final HostInventory inventory;
  private final Settings settings;
  private final Ownership ownership;

  /**
   * @param adopts whether what only tags name goes as well
   */
  public GcPlanner(HostInventory inventory, Settings settings, boolean adopts) {
    this.ownership = new Ownership(inventory.host(), adopts);
    this.inventory = inventory;
    this.settings = settings;
  }

  /** All that is found, in the order in which it can be removed. */
  public List<Leftover> leftovers() {
    List<Leftover> found = new ArrayList<>(new GcVolumes(inventory.host(), ownership).leftovers());
    List<Leftover> files = new ArrayList<>(new GcFiles(inventory).leftovers());
    files.addAll(new GcLogs(inventory, settings, ownership).leftovers());
    found.addAll(files);
    found.addAll(new GcNetworks(inventory.host(), settings).leftovers());
    found.addAll(new GcCache(inventory, settings.imageCacheDir()).leftovers());
    found.addAll(new GcFolders(inventory, settings.imageCacheDir(), files).leftovers());
    found.sort(Comparator.comparing(Leftover::kind));
    return found;
  }
}
