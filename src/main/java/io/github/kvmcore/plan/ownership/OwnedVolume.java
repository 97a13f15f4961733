package io.github.kvmcore.plan.ownership;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.tool.storage.Lvm;
import java.util.List;

/**
 * A logical volume that may be removed: a record names it, and LVM removes it only where it has
 * these tags as well. Only the records of this package make one.
 */
public final class OwnedVolume {
  private final String group;
  private final String name;
  private final List<String> tags;
  private final String record;

  OwnedVolume(String group, String name, List<String> tags, String record) {
    this.group = group;
    this.name = name;
    this.tags = List.copyOf(tags);
    this.record = record;
  }

  /** What removes it, and no other of that name. */
  public Command removal() {
    return tags.contains(LogicalVolume.POOL)
        ? Lvm.removePool(group, name, tags)
        : Lvm.remove(group, name, tags);
  }

  /** As LVM's commands take it: {@code GROUP/NAME}. */
  public String fullName() {
    return group + "/" + name;
  }

  /** The volume group. */
  public String group() {
    return group;
  }

  /** What says that kvmcore made it, for messages. */
  public String record() {
    return record;
  }
}
