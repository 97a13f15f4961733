package io.github.kvmcore.model.machine;

import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What kvmcore writes into a domain's {@code <metadata>}: whose it is, and what belongs to it. The
 * same XML lies in the cluster's folder from before the machine's first file is made, so that a
 * half-made machine is known as well.
 *
 * @param index the number in the machine's name, from 1; 0 where it has none
 * @param storage the folder that holds the cluster's claims, and its disks where these are files
 * @param disk its disk: a file or a logical volume
 * @param drive what configures it: a folder, an ISO image or an Ignition config
 * @param console the serial console's log
 * @param network the libvirt network, or {@code bridge:NAME}
 * @param image the base image's source, without secrets that its URL may hold
 * @param profile the profile that configured it
 * @param created when it was first made, ISO 8601 in UTC
 * @param etcd how its etcd was told of the others
 * @param base the base image in the cache; null for machines of older versions
 * @param system which release its base image is
 * @param dataDisks its further disks, which are empty when it is made
 * @param role what it is in a cluster of k3s
 * @param expires when its time is over, so that {@code reap} may remove it; null: never
 */
public record MachineTag(
    String cluster,
    String name,
    int index,
    Path storage,
    Disk disk,
    Path drive,
    Path console,
    String network,
    String image,
    String profile,
    String created,
    EtcdTag etcd,
    @Nullable Path base,
    OsRelease system,
    List<Disk> dataDisks,
    K3sRole role,
    @Nullable Instant expires) {

  /** The XML namespace of kvmcore's metadata. */
  public static final String NAMESPACE = "https://kvmcore.github.io/libvirt/1";

  /**
   * That of the end of a machine's time: an element of its own beside the machine's, so that it can
   * be changed without touching what else is written down.
   */
  public static final String LIFETIME = "https://kvmcore.github.io/libvirt/lifetime/1";

  public MachineTag {
    dataDisks = List.copyOf(dataDisks);
  }

  /**
   * Whether the tag names only what kvmcore would have made for this machine. A tag of another kind
   * was written by somebody else, and what it names must not be touched.
   */
  public boolean isConsistent() {
    return hasConsistentDisk()
        && index == MachineSpec.index(cluster, name)
        && ConfigSource.of(drive, name).isPresent()
        && console.endsWith(name + "-console.log");
  }

  /** How its guest gets its configuration. */
  public ConfigSource configSource() {
    return ConfigSource.of(drive, name).orElse(ConfigSource.NINE_P);
  }

  /** A volume's name may be any: whose it is, its own tags say. */
  private boolean hasConsistentDisk() {
    return disk instanceof Disk.Volume
        || (storage.equals(disk.path().getParent())
            && disk.path().toString().endsWith("-" + (index == 0 ? name : index) + ".img"));
  }
}
