package io.github.kvmcore.engine.libvirt.storage;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.OwnedVolume;
import io.github.kvmcore.plan.ownership.Ownership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What removing machines does to logical volumes. A machine's own volume goes with it. A base
 * volume goes with its last clone, and a thin pool that kvmcore made with the last volume in it:
 * they take room of the group, and are made again from the cached image in a moment. The group, and
 * a pool that was there before, stay.
 */
public final class VolumeRemoval {
  private final String cluster;
  private final HostState hostState;
  private final Set<String> going;

  /**
   * @param going the cluster's machines that are removed
   */
  public VolumeRemoval(String cluster, HostState hostState, Set<String> going) {
    this.going = Set.copyOf(going);
    this.cluster = cluster;
    this.hostState = hostState;
  }

  /** The removal of a machine's volumes, but for those that have to be left. */
  public List<Action> machine(MachineRecord record) {
    return volumes(record.tag())
        .filter(disk -> removed(record.tag(), disk).isPresent())
        .<Action>map(disk -> new Action.RemoveVolume(record.own(disk)))
        .toList();
  }

  private static Stream<Disk.Volume> volumes(MachineTag tag) {
    return Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream())
        .flatMap(disk -> disk instanceof Disk.Volume volume ? Stream.of(volume) : Stream.of());
  }

  private Optional<LogicalVolume> removed(MachineTag tag, Disk.Volume disk) {
    hostState.volumes().require();
    return hostState
        .volumes()
        .find(disk, tag.cluster(), tag.name())
        .filter(volume -> hostState.remainingUsers(disk, tag.cluster(), going).isEmpty())
        .filter(volume -> snapshots(volume).isEmpty());
  }

  /** Somebody's snapshots of a volume, which LVM would remove with it. */
  private List<String> snapshots(LogicalVolume volume) {
    return hostState.volumes().all().stream()
        .filter(other -> other.diesWith(volume))
        .map(LogicalVolume::fullName)
        .toList();
  }

  /** Says why volumes that a machine names stay. */
  public List<String> notes(MachineTag tag) {
    return volumes(tag)
        .flatMap(
            disk ->
                hostState.volumes().find(disk).flatMap(volume -> reason(volume, tag)).stream()
                    .map(reason -> tag.name() + ": " + disk.path() + " is left: " + reason))
        .toList();
  }

  private Optional<String> reason(LogicalVolume volume, MachineTag tag) {
    if (!volume.belongsTo(tag.cluster(), tag.name())) {
      return Optional.of("it does not have kvmcore's tags of this machine");
    }
    List<String> snapshots = snapshots(volume);
    return snapshots.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "snapshots would go with it, which are not kvmcore's: " + String.join(" ", snapshots));
  }

  /**
   * The steps that remove base volumes and pools that nothing needs any more.
   *
   * @param going the machines that are removed
   * @param ownership which of them a record names
   */
  public List<Step> shared(
      Collection<MachineRecord> going, Ownership ownership, List<String> after) {
    Set<LogicalVolume> gone =
        going.stream()
            .map(MachineRecord::tag)
            .flatMap(tag -> volumes(tag).flatMap(disk -> removed(tag, disk).stream()))
            .collect(Collectors.toSet());
    List<LogicalVolume> left = new ArrayList<>(hostState.volumes().all());
    left.removeAll(gone);
    Set<String> used = new TreeSet<>();
    gone.forEach(volume -> used.add(volume.group() + "/" + volume.origin()));
    gone.forEach(volume -> used.add(volume.group() + "/" + volume.pool()));
    List<Action> actions = new ArrayList<>();
    for (LogicalVolume base : List.copyOf(left)) {
      if (isOurs(base, LogicalVolume.BASE, used) && left.stream().noneMatch(it -> isIn(it, base))) {
        Optional<OwnedVolume> owned = ownership.shared(base, used);
        owned.ifPresent(it -> actions.add(new Action.RemoveVolume(it)));
        if (owned.isPresent()) {
          left.remove(base);
          used.add(base.group() + "/" + base.pool());
        }
      }
    }
    for (LogicalVolume pool : List.copyOf(left)) {
      if (isOurs(pool, LogicalVolume.POOL, used) && left.stream().noneMatch(it -> isIn(it, pool))) {
        ownership.shared(pool, used).ifPresent(it -> actions.add(new Action.RemoveVolume(it)));
      }
    }
    Step step =
        new Step("volumes", Phase.DESTROY, null, "unused thin volumes", actions, List.of(), after);
    return actions.isEmpty() ? List.of() : List.of(step);
  }

  /** Made for this cluster, or the last that used it were this cluster's. */
  private boolean isOurs(LogicalVolume volume, String kind, Set<String> used) {
    return volume.tags().contains(kind)
        && (volume.tags().contains(LogicalVolume.ofCluster(cluster))
            || used.contains(volume.fullName()));
  }

  /** Whether it is a clone of the other, or in that pool. */
  private static boolean isIn(LogicalVolume volume, LogicalVolume other) {
    return volume.group().equals(other.group())
        && (volume.origin().equals(other.name()) || volume.pool().equals(other.name()));
  }
}
