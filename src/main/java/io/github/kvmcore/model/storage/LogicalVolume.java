package io.github.kvmcore.model.storage;

import java.util.Set;

/**
 * A logical volume that LVM has, anybody's.
 *
 * @param bytes its size
 * @param thinPool whether it is a pool of thin volumes
 * @param zeroes whether it is one in which whatever is new reads as zeros
 * @param pool the pool that it is in; empty: none
 * @param origin the volume that it is a clone or a snapshot of; empty: none
 * @param active whether its device is there
 */
public record LogicalVolume(
    String group,
    String name,
    long bytes,
    Set<String> tags,
    boolean thinPool,
    boolean zeroes,
    String pool,
    String origin,
    boolean active) {

  /** The tag of a volume that is not filled yet. */
  public static final String UNFINISHED = "kvmcore.unfinished";

  /** The tag of a volume that machines' volumes are thin clones of. */
  public static final String BASE = "kvmcore.base";

  /** The tag of a thin pool that kvmcore made. */
  public static final String POOL = "kvmcore.pool";

  public LogicalVolume {
    tags = Set.copyOf(tags);
  }

  /** The tag of what kvmcore made for a cluster. */
  public static String ofCluster(String cluster) {
    return "kvmcore.cluster=" + cluster;
  }

  /** The tag of a machine's volume. */
  public static String ofMachine(String machine) {
    return "kvmcore.machine=" + machine;
  }

  /** Whether kvmcore made it for this machine. */
  public boolean belongsTo(String cluster, String machine) {
    return tags.contains(ofCluster(cluster)) && tags.contains(ofMachine(machine));
  }

  /** Whether it holds all that it should. */
  public boolean isFinished() {
    return !tags.contains(UNFINISHED);
  }

  /**
   * Whether it is a snapshot of the other that goes where that one goes. A thin clone does not: it
   * has all of its content in its pool.
   */
  public boolean diesWith(LogicalVolume other) {
    return pool.isEmpty() && group.equals(other.group) && origin.equals(other.name);
  }

  /** As LVM's commands take it. */
  public String fullName() {
    return group + "/" + name;
  }
}
