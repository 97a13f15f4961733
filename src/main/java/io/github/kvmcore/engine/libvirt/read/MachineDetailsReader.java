package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads all about machines, by one process, and by another one for those on logical volumes. */
public final class MachineDetailsReader {
  private final DetailsReader reader;
  private final ImageStore images;

  /** Base images: many machines have the same one, which is looked up once. */
  private final Map<Path, Optional<BaseImage>> bases = new HashMap<>();

  public MachineDetailsReader(CommandRunner runner, Virsh virsh, ImageStore images) {
    this.reader = new DetailsReader(runner, virsh);
    this.images = images;
  }

  /** As {@code Engine.details}. */
  public List<MachineDetails> read(
      List<MachineState> machines, Function<MachineState, MachineStatus> status) {
    List<UUID> defined =
        machines.stream().filter(MachineState::isDefined).map(it -> it.machine().uuid()).toList();
    DetailsReader.Details read = reader.read(defined);
    boolean onVolumes = machines.stream().anyMatch(it -> it.tag().disk() instanceof Disk.Volume);
    Map<String, DiskUse> volumes = onVolumes ? reader.volumes() : Map.of();
    return machines.stream()
        .map(it -> details(it, status.apply(it), use(it, read, volumes), read.autostarted()))
        .toList();
  }

  private MachineDetails details(
      MachineState state, MachineStatus status, @Nullable DiskUse use, Set<UUID> autostarted) {
    BaseImage base = base(state);
    Boolean autostart = state.isDefined() ? autostarted.contains(state.machine().uuid()) : null;
    return new MachineDetails(
        status,
        state.tag(),
        state.machine().hardware(),
        use,
        base == null || base.digest().isEmpty() ? null : base.digest(),
        base == null ? null : base.verified(),
        autostart);
  }

  /** Of a volume LVM knows what it takes; libvirt sees its size only. */
  private static @Nullable DiskUse use(
      MachineState state, DetailsReader.Details read, Map<String, DiskUse> volumes) {
    return state.tag().disk() instanceof Disk.Volume volume
        ? volumes.get(volume.group() + "/" + volume.name())
        : read.disks().get(state.machine().uuid());
  }

  private @Nullable BaseImage base(MachineState state) {
    Path base = state.tag().base();
    return base == null ? null : bases.computeIfAbsent(base, images::at).orElse(null);
  }
}
