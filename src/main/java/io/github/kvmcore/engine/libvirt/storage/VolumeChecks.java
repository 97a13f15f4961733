package io.github.kvmcore.engine.libvirt.storage;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.machine.StartBlockers;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.BlockDevice;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks, before anything is made, whether the logical volumes of a plan can be made. */
public final class VolumeChecks {
  private final Settings settings;
  private final HostState hostState;
  private final @Nullable BaseImage image;
  private final VolumeSettings volumes;
  private final List<Machine> toMake;
  private final List<String> found = new ArrayList<>();

  private VolumeChecks(
      Settings settings,
      HostState hostState,
      @Nullable BaseImage image,
      VolumeSettings volumes,
      List<Machine> toMake) {
    this.settings = settings;
    this.hostState = hostState;
    this.image = image;
    this.volumes = volumes;
    this.toMake = toMake;
  }

  /** Those of some machines for which a volume has to be made. */
  public static List<Machine> toMake(HostState hostState, List<Machine> missing) {
    return missing.stream()
        .filter(machine -> machine.disk() instanceof Disk.Volume)
        .filter(it -> !hostState.hasDisk(it.disk(), it.cluster(), it.name()))
        .toList();
  }

  /**
   * Machines that have a volume of which nothing can be seen: it must not be taken for one that is
   * gone.
   *
   * @param present the cluster's machines as they are
   * @return what is missing, a line each
   * @throws KvmcoreException of the host, where LVM can't be read
   */
  public static List<String> unseen(HostState hostState, Collection<Domain> present) {
    List<String> found = new ArrayList<>();
    for (Domain domain : present) {
      MachineTag tag = domain.tag();
      if (tag != null
          && tag.disk() instanceof Disk.Volume disk
          && domain.state() != DomainState.INCOMPLETE) {
        hostState.volumes().require();
        if (hostState.volumes().group(disk.group()).isEmpty()) {
          found.add(domain.name() + ": " + StartBlockers.noGroup(disk));
        }
      }
    }
    return found;
  }

  private static Optional<VolumeChecks> of(
      Settings settings, HostState hostState, Goal goal, List<Machine> missing) {
    VolumeSettings volumes = settings.volumes();
    List<Machine> toMake = toMake(hostState, missing);
    if (volumes == null || toMake.isEmpty()) {
      return Optional.empty();
    }
    hostState.volumes().require();
    return Optional.of(new VolumeChecks(settings, hostState, goal.cached(), volumes, toMake));
  }

  /** What stands in the way of making them, a line each. */
  public static List<String> conflicts(
      Settings settings, HostState hostState, Goal goal, List<Machine> missing) {
    return of(settings, hostState, goal, missing).map(VolumeChecks::conflicts).orElse(List.of());
  }

  private List<String> conflicts() {
    if (hostState.volumes().group(volumes.group()).isEmpty()) {
      group();
    }
    toMake.forEach(this::machine);
    pool();
    if (image != null) {
      base(image);
    }
    return found;
  }

  /**
   * Goes on only where the size of the volumes is known.
   *
   * @throws KvmcoreException where a volume has to be made and the image is not in the cache
   */
  public static void requireImage(
      Settings settings, HostState hostState, Goal goal, List<Machine> missing) {
    if (goal.cached() == null && !toMake(hostState, missing).isEmpty()) {
      throw KvmcoreException.settings(
          List.of(
              "the image "
                  + goal.image().shownSource()
                  + " is not in the cache, and the logical volumes are as large as its disk: kvmcore"
                  + " image pull brings it there"));
    }
  }

  private void group() {
    if (volumes.devices().isEmpty()) {
      found.add(
          "vg_name: there is no volume group "
              + volumes.group()
              + " (vgs); with vg_device=… it is made of empty devices");
    }
    for (BlockDevice device : hostState.volumes().devices()) {
      List<String> contents = new ArrayList<>(device.contents());
      hostState.domains().stream()
          .filter(
              domain ->
                  domain.files().contains(device.name()) || domain.files().contains(device.path()))
          .forEach(domain -> contents.add("disk of domain " + domain.name()));
      if (!contents.isEmpty()) {
        found.add(
            "vg_device: "
                + device.name()
                + " is left alone: "
                + String.join(", ", contents)
                + "; only an empty device is made part of a group (lsblk, wipefs)");
      }
    }
  }

  private void machine(Machine machine) {
    Disk.Volume disk = (Disk.Volume) machine.disk();
    hostState
        .volumes()
        .find(disk)
        .filter(volume -> !volume.belongsTo(machine.cluster(), machine.name()))
        .ifPresent(
            volume ->
                found.add(
                    machine.name()
                        + ": logical volume "
                        + volume.fullName()
                        + " exists and was not made by kvmcore for this machine: rename it"
                        + " (lvrename), or choose another --cluster or lv_name_pattern"));
  }

  private void pool() {
    String pool = volumes.pool();
    if (pool == null) {
      return;
    }
    Optional<LogicalVolume> there = hostState.volumes().find(volumes.group(), pool);
    if (there.isEmpty() && volumes.poolBytes() == null) {
      found.add(
          "lv_thin_pool: there is no "
              + volumes.group()
              + "/"
              + pool
              + "; with lv_thin_pool_size=… it is made");
    }
    if (there.isPresent() && !there.get().thinPool()) {
      found.add("lv_thin_pool: " + there.get().fullName() + " exists and is no thin pool");
    }
  }

  private void base(BaseImage cached) {
    if (volumes.pool() == null) {
      return;
    }
    Optional<LogicalVolume> base =
        hostState.volumes().find(volumes.group(), BaseVolume.name(cached));
    base.ifPresent(
        volume -> {
          boolean ours = volume.tags().contains(LogicalVolume.BASE);
          boolean mine = volume.tags().contains(LogicalVolume.ofCluster(settings.cluster()));
          if (!ours || !volume.pool().equals(volumes.pool())) {
            found.add(
                volume.fullName() + " exists and is no base volume of pool " + volumes.pool());
          } else if (!volume.isFinished() && !mine) {
            found.add(
                volume.fullName()
                    + " is being filled by another cluster's create, or was left so: try again"
                    + " when that cluster is whole or destroyed");
          }
        });
  }
}
