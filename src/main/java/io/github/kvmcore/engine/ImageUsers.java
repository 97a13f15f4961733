package io.github.kvmcore.engine;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What builds on the base images of the cache. */
public interface ImageUsers {
  /** The machines that were made from an image, and others that have it open; by name. */
  List<String> machines(Path image);

  /**
   * The same, and the files of disks that build on it, whether a machine has them or not.
   *
   * @throws UncheckedIOException if a disk can't be read
   */
  List<String> all(Path image);
}
