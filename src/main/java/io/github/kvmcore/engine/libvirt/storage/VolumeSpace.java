package io.github.kvmcore.engine.libvirt.storage;

import io.github.kvmcore.engine.libvirt.machine.DataDisks;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.VolumeGroup;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a volume group has room for what a plan makes there. */
public final class VolumeSpace {
  private final HostState hostState;
  private final VolumeSettings volumes;
  private final List<Machine> toMake;

  /** Of the volumes that are made, in bytes. */
  private final List<Long> sizes;

  private VolumeSpace(
      HostState hostState, VolumeSettings volumes, List<Machine> toMake, List<Long> sizes) {
    this.sizes = sizes;
    this.hostState = hostState;
    this.volumes = volumes;
    this.toMake = toMake;
  }

  /**
   * Goes on only where the group has room.
   *
   * @throws KvmcoreException of the host, with the numbers
   */
  public static void require(
      Settings settings, HostState hostState, @Nullable BaseImage image, List<Machine> missing) {
    VolumeSettings volumes = settings.volumes();
    List<Machine> toMake = VolumeChecks.toMake(hostState, missing);
    boolean known = image != null || toMake.isEmpty();
    List<Long> sizes = new ArrayList<>();
    if (image != null) {
      toMake.forEach(
          machine ->
              sizes.add(Objects.requireNonNullElse(machine.diskBytes(), image.virtualBytes())));
    }
    DataDisks disks = new DataDisks(settings, hostState);
    missing.forEach(machine -> sizes.addAll(disks.volumesToMake(machine)));
    if (volumes != null && known && !sizes.isEmpty()) {
      new VolumeSpace(hostState, volumes, toMake, sizes).require();
    }
  }

  private void require() {
    VolumeGroup group = hostState.volumes().group(volumes.group()).orElseGet(this::groupToBe);
    long free = group.freeExtents() + freed(group);
    long needed = 0;
    String what = "";
    if (volumes.pool() == null) {
      for (long bytes : sizes) {
        needed += group.extents(bytes);
      }
      what = sizes.size() + (sizes.size() == 1 ? " volume takes " : " volumes take ");
    } else if (hostState.volumes().find(volumes.group(), volumes.pool()).isEmpty()) {
      needed = poolExtents(group, Objects.requireNonNull(volumes.poolBytes()));
      what = "thin pool " + volumes.pool() + " takes ";
    }
    if (needed > free) {
      throw KvmcoreException.host(
          what
              + extents(needed, group)
              + ", and volume group "
              + group.name()
              + " has "
              + extents(free, group)
              + " free\n  next: make room (vgextend "
              + group.name()
              + " DEVICE), fewer machines, or a smaller "
              + (volumes.pool() == null ? "vm_disk_size" : "lv_thin_pool_size"));
    }
  }

  private static String extents(long count, VolumeGroup group) {
    return ByteSize.text(count * group.extentBytes())
        + " ("
        + count
        + " extents of "
        + ByteSize.text(group.extentBytes())
        + ")";
  }

  /** What removing half-made volumes will give back. */
  private long freed(VolumeGroup group) {
    return toMake.stream()
        .flatMap(it -> hostState.volumes().find((Disk.Volume) it.disk()).stream())
        .filter(volume -> volume.pool().isEmpty())
        .mapToLong(volume -> group.extents(volume.bytes()))
        .sum();
  }

  /** Metadata, and as much again that LVM keeps for its repair: 64 bytes for 64 KiB. */
  private static long poolExtents(VolumeGroup group, long bytes) {
    long metadata = Math.min(16L << 30, Math.max(2L << 20, bytes / 1024));
    return group.extents(bytes) + 2 * group.extents(metadata);
  }

  /** LVM keeps the first MiB of each device for itself. */
  private VolumeGroup groupToBe() {
    long extents =
        hostState.volumes().devices().stream()
            .mapToLong(device -> Math.max(0, device.bytes() - (1 << 20)) / volumes.extentBytes())
            .sum();
    return new VolumeGroup(volumes.group(), volumes.extentBytes(), extents);
  }
}
