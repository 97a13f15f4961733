package io.github.kvmcore.model.storage;

/**
 * A volume group.
 *
 * @param extentBytes all sizes in it are multiples of this
 * @param freeExtents how many nobody uses
 */
public record VolumeGroup(String name, long extentBytes, long freeExtents) {
  /** How many extents so many bytes take. */
  public long extents(long bytes) {
    return (bytes + extentBytes - 1) / extentBytes;
  }

  public long freeBytes() {
    return freeExtents * extentBytes;
  }
}
