package io.github.kvmcore.engine.libvirt.remove;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.ownership.HalfWritten;
import io.github.kvmcore.spec.NextCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine whose files only its domain's metadata calls kvmcore's. Whoever may define a domain can
 * write that, so it stays until the user has seen what it names.
 *
 * @param machine its name
 * @param reason why no claim counts
 * @param named the files and volumes that are there and that the metadata names
 */
public record Unclaimed(String machine, String reason, List<String> named) {
  public Unclaimed {
    named = List.copyOf(named);
  }

  /**
   * One of the cluster's machines that has no record; empty where it names nothing that is there,
   * so that nothing can be lost with it.
   */
  static Optional<Unclaimed> of(Domain machine, HostState hostState) {
    MachineTag tag = Objects.requireNonNull(machine.tag());
    List<String> named = new ArrayList<>();
    disks(tag)
        .flatMap(disk -> disk instanceof Disk.Volume volume ? Stream.of(volume) : Stream.of())
        .flatMap(disk -> hostState.volumes().find(disk).stream())
        .map(LogicalVolume::fullName)
        .forEach(named::add);
    hostState.files().stream()
        .filter(file -> files(tag).anyMatch(its -> isOf(its, file)))
        .sorted()
        .map(Path::toString)
        .forEach(named::add);
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(new Unclaimed(machine.name(), reason(machine, hostState), named));
  }

  private static Stream<Disk> disks(MachineTag tag) {
    return Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream());
  }

  private static Stream<Path> files(MachineTag tag) {
    return Stream.concat(
        disks(tag).filter(Disk.ImageFile.class::isInstance).map(Disk::path),
        Stream.of(tag.drive(), tag.console()));
  }

  private static boolean isOf(Path its, Path file) {
    return file.equals(its)
        || file.equals(ClusterFolder.unfinished(its))
        || HalfWritten.isOf(its, file);
  }

  /** Why no claim of a machine counts. */
  public static String reason(Domain machine, HostState hostState) {
    MachineTag tag = Objects.requireNonNull(machine.tag());
    ClusterFolder folder = new ClusterFolder(tag.storage());
    Path claim = folder.claim(tag.name());
    return hostState.storages().stream()
        .flatMap(storage -> storage.doubts().stream())
        .filter(doubt -> doubt.path().equals(claim) || doubt.path().equals(folder.claims()))
        .map(doubt -> "its claim " + claim + " is not trusted: " + doubt.reason())
        .findFirst()
        .orElse("there is no claim " + claim);
  }

  /** What is told of it, with what to do next. */
  String text(NextCommand next) {
    return machine
        + " was not removed, as only libvirt's metadata names its files: "
        + reason
        + "\n  files: "
        + String.join(", ", named)
        + "\n  next: "
        + next.line("destroy", List.of("--adopt", machine))
        + " removes them too; virsh undefine --keep-nvram "
        + machine
        + " keeps them";
  }
}
