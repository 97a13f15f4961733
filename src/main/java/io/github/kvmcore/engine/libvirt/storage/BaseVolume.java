package io.github.kvmcore.engine.libvirt.storage;

import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;

/** The volume that all thin clones of an image in a pool share. */
public final class BaseVolume {
  private static final int HASH_DIGITS = 12;

  private BaseVolume() {}

  /**
   * Its name: that of the image's content, which is the same whatever the cache's file is named.
   */
  public static String name(BaseImage image) {
    String content = image.digest() + " " + image.virtualBytes();
    return "kvmcore-base-" + Digest.sha256(content).hex().substring(0, HASH_DIGITS);
  }
}
