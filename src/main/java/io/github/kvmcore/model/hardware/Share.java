package io.github.kvmcore.model.hardware;

import java.nio.file.Path;

/**
 * A folder of the host that a guest can mount.
 *
 * @param folder absolute
 * @param tag by which the guest mounts it
 */
public record Share(Path folder, String tag, boolean readOnly, ShareDriver driver) {
  /** The same, by that driver. */
  public Share by(ShareDriver other) {
    return new Share(folder, tag, readOnly, other);
  }

  /** As users write it. */
  @Override
  public String toString() {
    return folder + ":" + tag + (readOnly ? ":ro" : "");
  }
}
