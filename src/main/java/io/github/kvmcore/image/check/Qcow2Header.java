package io.github.kvmcore.image.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The part of a qcow2 header that can make qemu open another file of the host; checked before any
 * other program sees the image. Format: docs/interop/qcow2.txt (now .rst) of QEMU; all numbers are
 * big-endian.
 */
public final class Qcow2Header {
  public static final int MAGIC_BYTES = 4;
  private static final int MAGIC = 0x514649fb;
  private static final int VERSION_2_BYTES = 72;
  private static final int VERSION_3_BYTES = 104;
  private static final int BACKING_FILE_OFFSET_AT = 8;
  private static final int BACKING_FILE_SIZE_AT = 16;
  private static final int CRYPT_METHOD_AT = 32;
  private static final int INCOMPATIBLE_FEATURES_AT = 72;
  private static final long CORRUPT = 1 << 1;
  private static final long EXTERNAL_DATA_FILE = 1 << 2;

  private Qcow2Header() {}

  /**
   * Checks a header.
   *
   * @param head the first bytes of the file, 104 where it has as many
   * @throws RefusedException where the image is not one that stands alone and is readable
   */
  public static void check(byte[] head) {
    ByteBuffer header = ByteBuffer.wrap(head);
    if (head.length < VERSION_2_BYTES || header.getInt(0) != MAGIC) {
      throw new RefusedException("has no whole qcow2 header");
    }
    int version = header.getInt(4);
    if (version != 2 && version != 3) {
      throw new RefusedException("is of qcow version " + version + "; only 2 and 3 are known");
    }
    if (header.getLong(BACKING_FILE_OFFSET_AT) != 0) {
      throw new RefusedException(
          "names a backing file: it is an overlay of another image, which could be any file of"
              + " this host");
    }
    if (header.getInt(CRYPT_METHOD_AT) != 0) {
      throw new RefusedException("is encrypted");
    }
    if (version == 3) {
      checkFeatures(head, header);
    }
  }

  /**
   * The file that an image builds on, as it is written there.
   *
   * @param head the first bytes of the file, as many as hold the name
   */
  public static Optional<String> backingFile(byte[] head) {
    ByteBuffer header = ByteBuffer.wrap(head);
    if (head.length < VERSION_2_BYTES || header.getInt(0) != MAGIC) {
      return Optional.empty();
    }
    long offset = header.getLong(BACKING_FILE_OFFSET_AT);
    int length = header.getInt(BACKING_FILE_SIZE_AT);
    boolean inside = offset > 0 && length > 0 && offset + length <= head.length;
    return inside
        ? Optional.of(new String(head, (int) offset, length, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static void checkFeatures(byte[] head, ByteBuffer header) {
    if (head.length < VERSION_3_BYTES) {
      throw new RefusedException("has no whole qcow2 header");
    }
    long features = header.getLong(INCOMPATIBLE_FEATURES_AT);
    if ((features & EXTERNAL_DATA_FILE) != 0) {
      throw new RefusedException(
          "keeps its data in an external data file, which could be any file of this host");
    }
    if ((features & CORRUPT) != 0) {
      throw new RefusedException("is marked as corrupt by qemu");
    }
  }
}
