package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds files and logical volumes of a machine that belong to somebody else. */
final class FileConflicts {
  private final Settings settings;
  private final HostState hostState;
  private final Machine machine;
  private final List<String> found = new ArrayList<>();

  private FileConflicts(Settings settings, HostState hostState, Machine machine) {
    this.settings = settings;
    this.hostState = hostState;
    this.machine = machine;
  }

  /** What stands in the way of making the machine's files, a line each without its name. */
  static List<String> of(Settings settings, HostState hostState, Machine machine) {
    FileConflicts conflicts = new FileConflicts(settings, hostState, machine);
    conflicts.leftVolumes();
    conflicts.users(
        machine.disk().path(), hostState.foreignUsers(machine.disk(), settings.cluster()));
    conflicts.files().forEach(conflicts::file);
    return conflicts.found;
  }

  private void leftVolumes() {
    disks()
        .flatMap(disk -> disk instanceof Disk.Volume volume ? Stream.of(volume) : Stream.of())
        .filter(volume -> hostState.hasDisk(volume, machine.cluster(), machine.name()))
        .filter(volume -> tags().flatMap(FileConflicts::disks).noneMatch(volume::equals))
        .forEach(
            volume ->
                found.add(
                    volume.path()
                        + " is there from an earlier machine of this name that destroy left: remove"
                        + " it (lvremove) or rename it (lvrename)"));
  }

  private Stream<Disk> disks() {
    return Stream.concat(Stream.of(machine.disk()), machine.dataDisks().stream());
  }

  private static Stream<Disk> disks(MachineTag tag) {
    return Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream());
  }

  private List<Path> files() {
    Path drive = machine.drive();
    Path half = ClusterFolder.unfinished(drive);
    List<Path> files = new ArrayList<>();
    disks()
        .filter(disk -> disk instanceof Disk.ImageFile)
        .forEach(disk -> files.addAll(List.of(disk.path(), ClusterFolder.unfinished(disk.path()))));
    files.addAll(List.of(drive, machine.console(), half));
    return files;
  }

  private void file(Path file) {
    if (!file.equals(machine.disk().path())) {
      users(file, hostState.foreignUsers(file, settings.cluster()));
    }
    if (hostState.files().contains(file) && !isClaimed(file)) {
      found.add(
          file + " exists and was not made by kvmcore: move it away, or choose another --cluster");
    }
  }

  private void users(Path file, List<String> domains) {
    domains.forEach(domain -> found.add(file + " is used by domain " + domain));
  }

  private boolean isClaimed(Path file) {
    return tags()
        .flatMap(
            tag ->
                Stream.concat(
                    Stream.of(tag.console()),
                    Stream.concat(Stream.of(tag.drive()), disks(tag).map(Disk::path))
                        .flatMap(its -> Stream.of(its, ClusterFolder.unfinished(its)))))
        .anyMatch(file::equals);
  }

  /** What the machine's claim says: its domain's metadata alone is no proof. */
  private Stream<MachineTag> tags() {
    return hostState.claim(settings.cluster(), machine.name()).stream();
  }
}
