package io.github.kvmcore.plan.ownership;

import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says what kvmcore made for a machine: its claim, which lies in a folder that no one else can
 * write to. That claim is written before the machine's first file is made.
 */
public final class MachineRecord {
  /** Where libvirt's system daemon logs what QEMU says, a file per domain; below the root. */
  public static final String LIBVIRT_LOGS = "var/log/libvirt/qemu";

  private final MachineTag tag;
  private final String name;
  private final boolean claim;

  /**
   * @param name the record's own, such as {@code claim /x/.kvmcore/coreos-1.xml}
   * @param claim whether it is a claim, and not only what the user adopts
   */
  MachineRecord(MachineTag tag, String name, boolean claim) {
    this.claim = claim;
    this.tag = tag;
    this.name = name;
  }

  /** That of a machine that a plan makes, whose claim is written before anything else of it. */
  public static MachineRecord planned(MachineTag tag) {
    return new MachineRecord(tag, "the claim that this run writes", true);
  }

  /** Whether it is a claim, and not only what the user adopts. */
  public boolean isClaim() {
    return claim;
  }

  /** What the record lists. */
  public MachineTag tag() {
    return tag;
  }

  /**
   * A path that may be deleted.
   *
   * @throws IllegalArgumentException where the record does not name it
   */
  public OwnedPath own(Path path) {
    if (!names(path)) {
      throw new IllegalArgumentException(name + " does not name " + path);
    }
    return new OwnedPath(path, name);
  }

  /** Whether the record names a path: a file of the machine, or what becomes one. */
  private boolean names(Path path) {
    ClusterFolder folder = new ClusterFolder(tag.storage());
    return files().anyMatch(file -> isOf(file, path))
        || path.equals(folder.claim(tag.name()))
        || path.equals(folder.driveContent(tag.name()))
        || isLog(path);
  }

  private static boolean isOf(Path file, Path path) {
    return path.equals(file)
        || path.equals(file.resolveSibling(file.getFileName() + ".part"))
        || HalfWritten.isOf(file, path);
  }

  private Stream<Path> files() {
    return Stream.concat(
        disks().filter(Disk.ImageFile.class::isInstance).map(Disk::path), Stream.of(tag.drive()));
  }

  private Stream<Disk> disks() {
    return Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream());
  }

  /**
   * Whether a file is a log of the machine: its console's, in the folder that the record names, or
   * libvirt's own, in libvirt's folder; rotated ones too.
   */
  public boolean isLog(Path path) {
    Path folder = path.getParent();
    String machine = Pattern.quote(tag.name());
    String file = String.valueOf(path.getFileName());
    boolean console =
        Objects.equals(folder, tag.console().getParent())
            && file.matches(machine + "-console\\.log(\\.\\d+)?");
    boolean libvirt =
        folder != null
            && folder.equals(path.getFileSystem().getPath("/", LIBVIRT_LOGS))
            && file.matches(machine + "(-console|-fs\\d+-virtiofsd)?\\.log(\\.\\d+)?");
    return console || libvirt;
  }

  /**
   * A volume of the machine.
   *
   * @throws IllegalArgumentException where the record does not name it
   */
  public OwnedVolume own(Disk.Volume volume) {
    if (disks().noneMatch(volume::equals)) {
      throw new IllegalArgumentException(name + " does not name " + volume.path());
    }
    List<String> tags =
        List.of(LogicalVolume.ofCluster(tag.cluster()), LogicalVolume.ofMachine(tag.name()));
    return new OwnedVolume(volume.group(), volume.name(), tags, name);
  }
}
