package io.github.kvmcore.plan.ownership;

import io.github.kvmcore.model.storage.ClusterFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what kvmcore made of a storage folder: {@code .kvmcore} in it, which no one else can write
 * to, with all that it holds, and the folders and volumes that are listed there.
 */
public final class StorageRecord {
  /** What kvmcore puts into a folder that it made. */
  private static final Pattern FILE =
      Pattern.compile("(vm-.+\\.img|configdrive-.+|ignition-.+\\.ign)(\\.part)?");

  private final ClusterFolder folder;
  private final List<Path> madeFolders;
  private final Set<String> madeVolumes;
  private final String name;

  StorageRecord(Path storage, List<Path> madeFolders, Set<String> madeVolumes, String name) {
    this.folder = new ClusterFolder(storage);
    this.madeFolders = List.copyOf(madeFolders);
    this.madeVolumes = Set.copyOf(madeVolumes);
    this.name = name;
  }

  /**
   * That of a storage folder whose lists were read.
   *
   * @param madeFolders the folders that kvmcore made for it, parents first
   * @param madeVolumes the shared logical volumes that kvmcore made, as {@code GROUP/NAME}
   */
  public static StorageRecord read(Path storage, List<Path> madeFolders, Set<String> madeVolumes) {
    String name = new ClusterFolder(storage).claims().toString();
    return new StorageRecord(storage, madeFolders, madeVolumes, name);
  }

  /**
   * That of a storage folder which a plan makes or uses: {@code .kvmcore} is made there before
   * anything else, or is there and trusted.
   *
   * @param made the folders that the plan makes
   */
  public static StorageRecord planned(Path storage, List<Path> made) {
    return new StorageRecord(storage, made, Set.of(), "the folder list that this run writes");
  }

  /** The name of a storage folder that kvmcore made, which is its cluster's; else empty. */
  Optional<String> madeCluster() {
    Path storage = folder.storage();
    return madeFolders.contains(storage)
        ? Optional.of(String.valueOf(storage.getFileName()))
        : Optional.empty();
  }

  /** The folders that kvmcore made, parents first. */
  public List<Path> madeFolders() {
    return madeFolders;
  }

  /**
   * Whether kvmcore made a shared logical volume, {@code GROUP/NAME}, for a cluster that is here.
   */
  boolean made(String volume) {
    return madeVolumes.contains(volume);
  }

  /** What the record is, for messages. */
  String name() {
    return name;
  }

  /**
   * A path that may be deleted.
   *
   * @throws IllegalArgumentException where the record does not cover it
   */
  public OwnedPath own(Path path) {
    boolean inside = madeFolders.contains(path.getParent()) && isFile(path);
    if (!path.startsWith(folder.claims()) && !madeFolders.contains(path) && !inside) {
      throw new IllegalArgumentException(name + " does not name " + path);
    }
    return new OwnedPath(path, name);
  }

  private static boolean isFile(Path path) {
    return FILE.matcher(String.valueOf(path.getFileName())).matches();
  }
}
