package io.github.kvmcore.plan;

import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.Digest;

/** The volume that all thin clones of an image in a pool share. */
final class BaseVolume {
  private static final int HASH_DIGITS = 12;

  private BaseVolume() {}

  /**
   * Its name: that of the image's content, which is the same whatever the cache's file is named.
   */
  static String name(BaseImage image) {
    String content = image.digest() + " " + image.virtualBytes();
    return "kvmcore-base-" + Digest.sha256(content).hex().substring(0, HASH_DIGITS);
  }
}
