package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.storage.BlockDevice;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.model.storage.VolumeGroup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What LVM has; nothing where neither the settings nor a machine of the cluster name a volume.
 *
 * @param devices those of the settings, where their group does not exist
 * @param obstacle why LVM could not be read; null where it was, or was not asked
 */
public record Volumes(
    List<VolumeGroup> groups,
    List<LogicalVolume> all,
    List<BlockDevice> devices,
    @Nullable String obstacle) {
  /** A host that was not asked for any. */
  public static final Volumes NONE = new Volumes(List.of(), List.of(), List.of(), null);

  public Volumes {
    groups = List.copyOf(groups);
    all = List.copyOf(all);
    devices = List.copyOf(devices);
  }

  /** LVM could not be read: only what needs no volume can go on. */
  static Volumes unreadable(String obstacle) {
    return new Volumes(List.of(), List.of(), List.of(), obstacle);
  }

  /**
   * Goes on only where LVM could be read.
   *
   * @throws KvmcoreException of the host, where it could not
   */
  public void require() {
    if (obstacle != null) {
      throw KvmcoreException.host(obstacle);
    }
  }

  public Optional<VolumeGroup> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }

  public Optional<LogicalVolume> find(String group, String name) {
    return all.stream()
        .filter(volume -> volume.group().equals(group) && volume.name().equals(name))
        .findFirst();
  }

  /** The volume that is at a machine's disk, whoever made it. */
  public Optional<LogicalVolume> find(Disk.Volume disk) {
    return find(disk.group(), disk.name());
  }

  /** The same, where kvmcore made it for that machine. */
  public Optional<LogicalVolume> find(Disk.Volume disk, String cluster, String machine) {
    return find(disk).filter(volume -> volume.belongsTo(cluster, machine));
  }
}
