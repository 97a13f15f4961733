package io.github.kvmcore.plan.ownership;

import java.nio.file.Path;

/**
 * A path that may be deleted. Only the records of this package make one, so that no step can delete
 * what no record names.
 */
public final class OwnedPath {
  private final Path path;
  private final String record;

  /**
   * @param record what says that kvmcore made it, such as {@code claim /x/.kvmcore/coreos-1.xml}
   */
  OwnedPath(Path path, String record) {
    this.path = path;
    this.record = record;
  }

  public Path path() {
    return path;
  }

  /** What says that kvmcore made it, for messages. */
  public String record() {
    return record;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OwnedPath owned && owned.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
