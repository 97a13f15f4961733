package io.github.kvmcore.plan.ownership;

import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.LogicalVolume;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The one rule of what kvmcore deletes: only what a record that no one else could have written says
 * that it made. Claims and folder lists are such records where they are trusted ({@link
 * io.github.kvmcore.exec.file.HostFiles#untrusted}); what is not is left out when the host is read.
 * libvirt's metadata and LVM's tags are none by themselves: whoever may define a domain, or hands
 * the host a disk, can write them. They count only where the user adopts what they name.
 */
public final class Ownership {
  private static final String ADOPTED = "--adopt";

  private final Records records;
  private final boolean adopts;

  /**
   * @param adopts whether the user says that what metadata and tags alone name is kvmcore's
   */
  public Ownership(Records records, boolean adopts) {
    this.records = records;
    this.adopts = adopts;
  }

  /** Whether metadata and tags are enough. */
  public boolean adopts() {
    return adopts;
  }

  /**
   * The record of a machine; empty where only its domain's metadata says what it has.
   *
   * @param machine one of the cluster's, so with a tag
   */
  public Optional<MachineRecord> machine(Domain machine) {
    MachineTag tag = Objects.requireNonNull(machine.tag());
    Optional<MachineRecord> claim =
        records.claim(tag.cluster(), machine.name()).map(Ownership::claimed);
    return claim.isEmpty() && adopts ? Optional.of(new MachineRecord(tag, ADOPTED, false)) : claim;
  }

  private static MachineRecord claimed(MachineTag tag) {
    return new MachineRecord(
        tag, "claim " + new ClusterFolder(tag.storage()).claim(tag.name()), true);
  }

  /** The clusters of which a record tells. */
  public Set<String> clusters() {
    Set<String> clusters = new TreeSet<>();
    records.claims().stream()
        .flatMap(claim -> Stream.ofNullable(claim.tag()))
        .map(MachineTag::cluster)
        .forEach(clusters::add);
    records.storageRecords().stream()
        .flatMap(storage -> storage.madeCluster().stream())
        .forEach(clusters::add);
    return clusters;
  }

  /**
   * A machine's log, or its firmware's variables, that is left over in one of libvirt's folders or
   * the settings' own, where names tell whose it is.
   *
   * @param cluster one of {@link #clusters}, or the one that the user names
   */
  public OwnedPath leftLog(Path path, String cluster) {
    return new OwnedPath(path, "a name of cluster " + cluster);
  }

  /**
   * A file in the image cache, which no one else can write to.
   *
   * @throws IllegalArgumentException where it lies elsewhere
   */
  public static OwnedPath cached(Path path, Path cache) {
    if (!path.startsWith(cache)) {
      throw new IllegalArgumentException(path + " is not in the cache " + cache);
    }
    return new OwnedPath(path, "image cache " + cache);
  }

  /** An empty folder, as kvmcore makes one, which is removed only while it is empty. */
  public static OwnedPath emptyFolder(Path path) {
    return new OwnedPath(path, "its mode and name, while it is empty");
  }

  /**
   * A base volume or a thin pool, which machines share; empty where no record names it.
   *
   * @param used those that volumes in claims are clones of, or in, as {@code GROUP/NAME}
   */
  public Optional<OwnedVolume> shared(LogicalVolume volume, Set<String> used) {
    Optional<String> record =
        used.contains(volume.fullName())
            ? Optional.of("the claim of a machine whose volume is made of it")
            : records.storageRecords().stream()
                .filter(storage -> storage.made(volume.fullName()))
                .map(StorageRecord::name)
                .findFirst();
    return record.or(() -> adopted()).map(name -> owned(volume, name));
  }

  /** A volume that only its tags call kvmcore's; empty where the user does not adopt it. */
  public Optional<OwnedVolume> tagged(LogicalVolume volume) {
    return adopted().map(name -> owned(volume, name));
  }

  /** What a plan makes itself, for its undo. */
  public static OwnedVolume planned(String group, String name, List<String> tags) {
    return new OwnedVolume(group, name, tags, "the volume list that this run writes");
  }

  private Optional<String> adopted() {
    return adopts ? Optional.of(ADOPTED) : Optional.empty();
  }

  private static OwnedVolume owned(LogicalVolume volume, String record) {
    List<String> tags =
        volume.tags().stream().filter(tag -> tag.startsWith("kvmcore.")).sorted().toList();
    return new OwnedVolume(volume.group(), volume.name(), tags, record);
  }
}
