package io.github.kvmcore.tool.storage;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Tells from a qcow2 file's header whether the file was written to its end. Format:
 * docs/interop/qcow2.rst of QEMU; all numbers are big-endian.
 */
public final class Qcow2 {
  /** As many bytes as {@link #flaw} looks at. */
  public static final int HEADER_BYTES = 72;

  private static final int MAGIC = 0x514649fb;
  private static final int CLUSTER_BITS_AT = 20;
  private static final int SIZE_AT = 24;
  private static final int L1_SIZE_AT = 36;
  private static final int L1_OFFSET_AT = 40;
  private static final int REFCOUNT_OFFSET_AT = 48;
  private static final int REFCOUNT_CLUSTERS_AT = 56;
  private static final int MOST_CLUSTER_BITS = 21;

  private Qcow2() {}

  /**
   * Why a file can't be a whole qcow2 image; empty if nothing says so.
   *
   * @param head the first bytes of the file
   * @param fileBytes the size of the file
   */
  public static Optional<String> flaw(byte[] head, long fileBytes) {
    ByteBuffer header = ByteBuffer.wrap(head);
    if (head.length < HEADER_BYTES || header.getInt(0) != MAGIC) {
      return Optional.of("it has no qcow2 header");
    }
    int clusterBits = header.getInt(CLUSTER_BITS_AT);
    if (clusterBits < 9 || clusterBits > MOST_CLUSTER_BITS || header.getLong(SIZE_AT) <= 0) {
      return Optional.of("its qcow2 header is damaged");
    }
    long tables =
        Math.max(
            end(header.getLong(L1_OFFSET_AT), (header.getInt(L1_SIZE_AT) & 0xffffffffL) * 8),
            end(
                header.getLong(REFCOUNT_OFFSET_AT),
                (header.getInt(REFCOUNT_CLUSTERS_AT) & 0xffffffffL) << clusterBits));
    return fileBytes < tables
        ? Optional.of("it ends at byte " + fileBytes + ", and its tables at " + tables)
        : Optional.empty();
  }

  /** A number that no file reaches where the sum is none. */
  private static long end(long offset, long bytes) {
    long sum = offset + bytes;
    return offset < 0 || bytes < 0 || sum < 0 ? Long.MAX_VALUE : sum;
  }
}
