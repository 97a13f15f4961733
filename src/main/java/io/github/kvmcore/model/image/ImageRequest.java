package io.github.kvmcore.model.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A base image that is wanted.
 *
 * @param source a URL, a local file's path, or {@code smoke}; may hold secrets
 * @param kind how it is fetched
 * @param target the qcow2 file in the cache that it becomes
 * @param digest what the source's bytes must have; null: looked for beside a URL
 * @param maxVirtualBytes a disk larger than this would not fit the machines; 0: no bound
 * @param release which release of which system it is
 * @param signed whether it is used only where a signature of its publisher's confirms it
 */
public record ImageRequest(
    String source,
    Kind kind,
    Path target,
    @Nullable Digest digest,
    long maxVirtualBytes,
    OsRelease release,
    boolean signed) {
  /** One that needs no signature. */
  public ImageRequest(
      String source,
      Kind kind,
      Path target,
      @Nullable Digest digest,
      long maxVirtualBytes,
      OsRelease release) {
    this(source, kind, target, digest, maxVirtualBytes, release, false);
  }

  /** The source as it may be shown and kept: without secrets. */
  public String shownSource() {
    return Urls.shown(source);
  }

  /** How an image is fetched. */
  public enum Kind {
    URL,
    FILE,
    /** Built on this host from the distribution's packages. */
    SMOKE
  }
}
