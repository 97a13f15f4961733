package io.github.kvmcore.plan;

import io.github.kvmcore.model.BaseImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The volume that all thin clones of an image in a pool share. */
final class BaseVolume {
  private static final int NAME_BYTES = 6;

  private BaseVolume() {}

  /**
   * Its name: that of the image's content, which is the same whatever the cache's file is named.
   */
  static String name(BaseImage image) {
    try {
      String content = image.digest() + " " + image.virtualBytes();
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "kvmcore-base-" + HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
