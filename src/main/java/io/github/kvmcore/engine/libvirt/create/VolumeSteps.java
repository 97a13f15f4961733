package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.storage.BaseVolume;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.Ownership;
import io.github.kvmcore.spec.VolumeSettings;
import io.github.kvmcore.tool.storage.Lvm;
import io.github.kvmcore.tool.storage.QemuImg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps that make logical volumes: the group, the thin pool and the base volume where they are
 * missing, and a volume for each machine. A volume is tagged as unfinished until it is whole.
 */
public final class VolumeSteps {
  private static final String GROUP = "group";
  private static final String POOL = "pool";
  private static final String BASE = "base";

  private final CreateContext base;
  private final HostState hostState;
  private final VolumeSettings volumes;
  private final BaseImage image;

  /** For a plan that makes a volume: its settings name a group, and its image is in the cache. */
  VolumeSteps(CreateContext base, HostState hostState) {
    this.base = base;
    this.hostState = hostState;
    this.volumes = Objects.requireNonNull(base.settings().volumes());
    this.image = Objects.requireNonNull(base.goal().cached());
  }

  /** What all machines' volumes need and is not there. */
  List<Step> shared() {
    return Stream.of(group(), pool(), baseVolume()).flatMap(Optional::stream).toList();
  }

  private Optional<Step> group() {
    if (hostState.volumes().group(volumes.group()).isPresent()) {
      return Optional.empty();
    }
    Command make =
        Lvm.createGroup(volumes.group(), volumes.extentBytes(), List.copyOf(volumes.devices()));
    return Optional.of(
        shared(GROUP, "volume group " + volumes.group(), List.of(run(make)), List.of()));
  }

  private Optional<Step> pool() {
    String pool = volumes.pool();
    Long bytes = volumes.poolBytes();
    if (pool == null || bytes == null || find(pool).isPresent()) {
      return Optional.empty();
    }
    List<String> tags = List.of(LogicalVolume.POOL, ofCluster());
    return Optional.of(
        shared(
            POOL,
            "thin pool " + volumes.group() + "/" + pool,
            List.of(run(Lvm.createPool(volumes.group(), pool, bytes, tags))),
            List.of(remove(pool, tags)),
            GROUP));
  }

  private Optional<Step> baseVolume() {
    String pool = volumes.pool();
    String name = BaseVolume.name(image);
    if (pool == null || find(name).filter(LogicalVolume::isFinished).isPresent()) {
      return Optional.empty();
    }
    List<String> tags = List.of(LogicalVolume.BASE, ofCluster());
    Action remove = remove(name, tags);
    List<Action> actions = new ArrayList<>();
    find(name).ifPresent(begun -> actions.add(remove));
    actions.add(
        run(Lvm.createThin(volumes.group(), pool, name, image.virtualBytes(), unfinished(tags))));
    fill(name, find(pool).map(LogicalVolume::zeroes).orElse(true), actions);
    return Optional.of(
        shared(
            BASE,
            "base volume " + volumes.group() + "/" + name,
            actions,
            List.of(remove),
            GROUP,
            POOL));
  }

  /** Makes a machine's volume. */
  Step disk(Machine machine, Disk.Volume disk, List<String> after) {
    List<String> tags = List.of(ofCluster(), LogicalVolume.ofMachine(machine.name()));
    List<Action> actions = new ArrayList<>();
    if (volumes.pool() == null) {
      long bytes = Objects.requireNonNullElse(machine.diskBytes(), image.virtualBytes());
      actions.add(run(Lvm.create(disk.group(), disk.name(), bytes, unfinished(tags))));
      fill(disk.name(), false, actions);
    } else {
      cloneOfBase(machine, disk, tags, actions);
    }
    List<String> all = new ArrayList<>(after);
    shared().stream().map(Step::id).forEach(all::add);
    return new Step(
        "disk:" + machine.name(),
        Phase.DISKS,
        machine.name(),
        "disk",
        actions,
        List.of(new Action.RemoveVolume(base.record(machine).own(disk))),
        all);
  }

  private void cloneOfBase(
      Machine machine, Disk.Volume disk, List<String> tags, List<Action> actions) {
    Long bytes = machine.diskBytes();
    boolean larger = bytes != null && bytes > image.virtualBytes();
    actions.add(
        run(
            Lvm.createClone(
                disk.group(),
                BaseVolume.name(image),
                disk.name(),
                larger ? unfinished(tags) : tags)));
    if (bytes != null && larger) {
      actions.add(run(Lvm.extend(disk.group(), disk.name(), bytes)));
      actions.add(run(Lvm.finish(disk.group(), disk.name())));
    }
  }

  private void fill(String name, boolean zeroed, List<Action> actions) {
    Path device = Disk.Volume.of(image.path(), volumes.group(), name).path();
    actions.add(run(QemuImg.fill(image.path(), device, zeroed)));
    actions.add(run(Lvm.finish(volumes.group(), name)));
  }

  /**
   * The volume of an earlier try, where it is not the one that the machine is to have.
   *
   * @param record that of the earlier try
   * @param planned that of the machine as it is to be
   */
  static List<Action> leftover(
      HostState hostState, MachineRecord record, MachineRecord planned, Machine machine) {
    MachineTag tag = record.tag();
    Disk.Volume old = tag.disk() instanceof Disk.Volume volume ? volume : null;
    Disk.Volume wanted = machine.disk() instanceof Disk.Volume volume ? volume : null;
    return Stream.of(Optional.ofNullable(old), Optional.ofNullable(wanted))
        .flatMap(Optional::stream)
        .distinct()
        .filter(volume -> !hostState.hasDisk(machine.disk(), tag.cluster(), tag.name()))
        .filter(volume -> hostState.volumes().find(volume, tag.cluster(), tag.name()).isPresent())
        .map(volume -> (volume.equals(tag.disk()) ? record : planned).own(volume))
        .<Action>map(Action.RemoveVolume::new)
        .toList();
  }

  /**
   * Brings up the devices of a machine's volumes, which need not have been done when the host
   * started: its devices may have come later, or the group is not activated by itself. A removal
   * that was killed may have taken down what is there still.
   */
  public static List<Action> activation(HostState hostState, Machine machine) {
    return Stream.concat(Stream.of(machine.disk()), machine.dataDisks().stream())
        .flatMap(disk -> disk instanceof Disk.Volume volume ? Stream.of(volume) : Stream.of())
        .flatMap(
            disk ->
                hostState.volumes().find(disk, machine.cluster(), machine.name()).stream()
                    .filter(volume -> volume.isFinished() && !volume.active())
                    .map(volume -> run(Lvm.activate(disk.group(), disk.name()))))
        .toList();
  }

  /** The names of those that this plan makes for all machines, as {@code GROUP/NAME}. */
  List<String> made() {
    return Stream.concat(
            pool().stream().map(step -> Objects.requireNonNull(volumes.pool())),
            baseVolume().stream().map(step -> BaseVolume.name(image)))
        .map(name -> volumes.group() + "/" + name)
        .toList();
  }

  private Action remove(String name, List<String> tags) {
    return new Action.RemoveVolume(Ownership.planned(volumes.group(), name, tags));
  }

  private Optional<LogicalVolume> find(String name) {
    return hostState.volumes().find(volumes.group(), name);
  }

  private String ofCluster() {
    return LogicalVolume.ofCluster(base.settings().cluster());
  }

  private static List<String> unfinished(List<String> tags) {
    List<String> all = new ArrayList<>(tags);
    all.add(LogicalVolume.UNFINISHED);
    return all;
  }

  private static Action run(Command command, String... tolerated) {
    return new Action.Run(command, tolerated);
  }

  /** A step for all machines, behind those of the others that are in the plan. */
  private Step shared(
      String id, String title, List<Action> actions, List<Action> undo, String... after) {
    List<String> before = new ArrayList<>(List.of(FolderSteps.ID)); // which list it
    for (String other : after) {
      boolean there =
          other.equals(GROUP)
              ? hostState.volumes().group(volumes.group()).isPresent()
              : volumes.pool() == null || find(volumes.pool()).isPresent();
      if (!there) {
        before.add(other);
      }
    }
    return new Step(id, Phase.DISKS, null, title, actions, undo, before);
  }
}
