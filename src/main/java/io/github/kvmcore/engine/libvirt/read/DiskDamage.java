package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.tool.storage.Qcow2;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files of machines that are not running which do not hold what was written to them, as after a
 * power failure.
 *
 * @param empty those that hold nothing, so that nothing is lost when they are made again
 * @param broken disks that hold something, but not a whole image, with the reason
 */
public record DiskDamage(Set<Path> empty, Map<Path, String> broken) {
  private static final String EMPTY = "it is empty";

  public static final DiskDamage NONE = new DiskDamage(Set.of(), Map.of());

  public DiskDamage {
    empty = Set.copyOf(empty);
    broken = Map.copyOf(broken);
  }

  /**
   * Looks at the files of machines.
   *
   * @param machines domains, and claims of machines without one
   * @param there the files that are there
   */
  static DiskDamage read(HostFiles files, Stream<Domain> machines, Set<Path> there) {
    Set<Path> empty = new HashSet<>();
    Map<Path, String> broken = new HashMap<>();
    machines
        .filter(machine -> isOff(machine.state()))
        .flatMap(machine -> Stream.ofNullable(machine.tag()))
        .forEach(tag -> look(files, tag, there, empty, broken));
    return new DiskDamage(empty, broken);
  }

  private static boolean isOff(DomainState state) {
    return state == DomainState.SHUT_OFF || state == DomainState.INCOMPLETE;
  }

  private static void look(
      HostFiles files, MachineTag tag, Set<Path> there, Set<Path> empty, Map<Path, String> broken) {
    List<Path> disks =
        Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream())
            .filter(Disk.ImageFile.class::isInstance)
            .map(Disk::path)
            .toList();
    Stream.concat(disks.stream(), Stream.of(tag.drive()))
        .filter(there::contains)
        .forEach(
            path -> {
              HostFiles.Check check =
                  disks.contains(path) ? DiskDamage::ofDisk : DiskDamage::ofFile;
              Optional<String> flaw = files.flaw(path, Qcow2.HEADER_BYTES, check);
              if (flaw.filter(EMPTY::equals).isPresent()) {
                empty.add(path);
              } else {
                flaw.ifPresent(why -> broken.put(path, why));
              }
            });
  }

  /** Every image begins with its header, so one that begins with zeros holds nothing. */
  private static Optional<String> ofDisk(long bytes, byte[] head) {
    return isZero(head) ? Optional.of(EMPTY) : Qcow2.flaw(head, bytes);
  }

  /** An ISO image begins with zeros. */
  private static Optional<String> ofFile(long bytes, byte[] head) {
    return bytes == 0 ? Optional.of(EMPTY) : Optional.empty();
  }

  private static boolean isZero(byte[] bytes) {
    for (byte one : bytes) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }
}
