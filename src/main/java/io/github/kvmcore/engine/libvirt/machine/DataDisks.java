package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import io.github.kvmcore.tool.storage.Lvm;
import io.github.kvmcore.tool.storage.QemuImg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Further disks of machines: empty ones, each made whole or not at all. One that is there is kept,
 * whatever the settings say: it holds what its user wrote.
 */
public final class DataDisks {
  private static final int PRIVATE = 0600;

  private final Settings settings;
  private final HostState hostState;

  public DataDisks(Settings settings, HostState hostState) {
    this.settings = settings;
    this.hostState = hostState;
  }

  /**
   * The sizes that a machine's further disks are to have: the settings', and behind them those of
   * disks that an earlier try made.
   *
   * @param begun the machine as it is; null where nothing is there of it
   */
  List<Long> sizes(@Nullable Domain begun) {
    List<Long> sizes = new ArrayList<>(settings.hardware().dataBytes());
    MachineTag tag = begun == null ? null : begun.tag();
    if (begun != null && tag != null) {
      List<Long> made = begun.hardware().dataBytes();
      for (int i = 0; i < Math.min(made.size(), tag.dataDisks().size()); i++) {
        if (isThere(tag.dataDisks().get(i), tag.cluster(), tag.name())) {
          if (i < sizes.size()) {
            sizes.set(i, made.get(i));
          } else {
            sizes.addAll(made.subList(sizes.size(), i + 1));
          }
        }
      }
    }
    return sizes;
  }

  static List<Disk> of(Disk first, int count) {
    return IntStream.rangeClosed(1, count).<Disk>mapToObj(first::data).toList();
  }

  private boolean isThere(Disk disk, String cluster, String machine) {
    return hostState.hasDisk(disk, cluster, machine);
  }

  /** The numbers, from 0, of a machine's further disks that have to be made. */
  private List<Integer> missing(Machine machine) {
    return IntStream.range(0, machine.dataDisks().size())
        .filter(i -> !isThere(machine.dataDisks().get(i), machine.cluster(), machine.name()))
        .boxed()
        .toList();
  }

  /** The sizes of those of a machine's further disks that are volumes and have to be made. */
  public List<Long> volumesToMake(Machine machine) {
    return missing(machine).stream()
        .filter(i -> machine.dataDisks().get(i) instanceof Disk.Volume)
        .map(i -> machine.hardware().dataBytes().get(i))
        .toList();
  }

  public boolean areMissing(Machine machine) {
    return !missing(machine).isEmpty();
  }

  /** Disks of an earlier try beside a first disk that the machine is not to have any more. */
  public List<String> conflicts(Machine machine, @Nullable Domain begun) {
    MachineTag tag = begun == null ? null : begun.tag();
    if (tag == null || tag.disk().equals(machine.disk())) {
      return List.of();
    }
    return tag.dataDisks().stream()
        .filter(disk -> isThere(disk, tag.cluster(), tag.name()))
        .map(
            disk ->
                machine.name()
                    + ": "
                    + disk.path()
                    + " is there from an earlier try that had its disks elsewhere: create it with"
                    + " those settings, or first "
                    + NextCommand.of(settings).line("destroy", machine.name()))
        .toList();
  }

  /**
   * Volumes of these names that are somebody else's, or on a group that the settings don't name.
   */
  public List<String> volumeConflicts(Machine machine) {
    return machine.dataDisks().stream()
        .flatMap(disk -> disk instanceof Disk.Volume volume ? Stream.of(volume) : Stream.of())
        .flatMap(
            disk ->
                hostState.volumes().find(disk).stream()
                    .filter(it -> !it.belongsTo(machine.cluster(), machine.name()))
                    .map(
                        it ->
                            machine.name()
                                + ": logical volume "
                                + it.fullName()
                                + " exists and was not made by kvmcore for this machine: rename it"
                                + " (lvrename), or choose another --cluster or lv_name_pattern"))
        .toList();
  }

  /**
   * Makes what is missing of a machine's further disks.
   *
   * @param record that of the machine, which is written first
   * @param after the steps that come before
   */
  public Step make(Machine machine, MachineRecord record, List<String> after) {
    List<Action> actions = new ArrayList<>();
    List<Action> undo = new ArrayList<>();
    for (int i : missing(machine)) {
      long bytes = machine.hardware().dataBytes().get(i);
      if (machine.dataDisks().get(i) instanceof Disk.Volume volume) {
        actions.add(new Action.Run(volume(machine, volume, bytes)));
        undo.add(new Action.RemoveVolume(record.own(volume)));
      } else {
        Path disk = machine.dataDisks().get(i).path();
        file(disk, bytes, actions);
        undo.add(new Action.Delete(record.own(ClusterFolder.unfinished(disk))));
        undo.add(new Action.Delete(record.own(disk)));
      }
    }
    String title = actions.size() == 1 ? "data disk" : "data disks";
    return new Step(
        "data:" + machine.name(), Phase.DISKS, machine.name(), title, actions, undo, after);
  }

  private static void file(Path disk, long bytes, List<Action> actions) {
    Path unfinished = ClusterFolder.unfinished(disk);
    actions.add(new Action.WriteFile(unfinished, "", PRIVATE, null));
    actions.add(new Action.Run(QemuImg.createEmpty(unfinished, bytes)));
    actions.add(new Action.Move(unfinished, disk));
  }

  /** It is whole as soon as it is there, so it is never tagged as unfinished. */
  private Command volume(Machine machine, Disk.Volume disk, long bytes) {
    List<String> tags =
        List.of(
            LogicalVolume.ofCluster(machine.cluster()), LogicalVolume.ofMachine(machine.name()));
    String pool = Optional.ofNullable(settings.volumes()).map(VolumeSettings::pool).orElse(null);
    return pool == null
        ? Lvm.create(disk.group(), disk.name(), bytes, tags)
        : Lvm.createThin(disk.group(), pool, disk.name(), bytes, tags);
  }
}
