package io.github.kvmcore.image.check;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;

/**
 * Finds a qcow2 image that is cut within its last cluster, which {@code qemu-img check} takes for
 * right: QEMU reads zeros there. Format: docs/interop/qcow2.txt (now .rst) of QEMU.
 */
final class Qcow2End {
  private static final int CLUSTER_BITS_AT = 20;
  private static final int L1_SIZE_AT = 36;
  private static final int L1_OFFSET_AT = 40;
  private static final int INCOMPATIBLE_FEATURES_AT = 72;
  private static final long EXTENDED_L2 = 1 << 4;
  private static final long OFFSET = 0x00fffffffffffe00L;
  private static final long COMPRESSED = 1L << 62;
  private static final int SECTOR = 512;

  private final long bytes;
  private final long cluster;
  private final int clusterBits;
  private final int entryBytes;
  private final int tables;
  private final long tablesAt;

  /**
   * An image whose tables {@code qemu-img check} found right.
   *
   * @param head the first bytes of the file, 104 where it has as many
   * @param bytes the size of the file
   * @throws RefusedException where the header is none
   */
  Qcow2End(byte[] head, long bytes) {
    Qcow2Header.check(head);
    ByteBuffer header = ByteBuffer.wrap(head);
    boolean extended =
        header.getInt(4) == 3 && (header.getLong(INCOMPATIBLE_FEATURES_AT) & EXTENDED_L2) != 0;
    this.bytes = bytes;
    this.clusterBits = header.getInt(CLUSTER_BITS_AT);
    this.cluster = 1L << clusterBits;
    this.entryBytes = extended ? 2 * Long.BYTES : Long.BYTES;
    this.tables = header.getInt(L1_SIZE_AT);
    this.tablesAt = header.getLong(L1_OFFSET_AT);
  }

  /**
   * Reads all tables of clusters.
   *
   * @param first the file from its beginning
   * @param second the same once more
   * @throws RefusedException where a cluster is not whole
   */
  void check(DataInputStream first, DataInputStream second) throws IOException {
    TreeSet<Long> inOrder = new TreeSet<>();
    first.skipNBytes(tablesAt);
    for (int i = 0; i < tables; i++) {
      inOrder.add(first.readLong() & OFFSET);
    }
    inOrder.remove(0L);
    long at = 0;
    for (long table : inOrder) {
      require(table + cluster);
      second.skipNBytes(table - at);
      for (long read = 0; read < cluster; read += entryBytes) {
        require(end(second.readLong()));
        second.skipNBytes(entryBytes - Long.BYTES);
      }
      at = table + cluster;
    }
  }

  /** The first byte behind what an entry refers to; of what is compressed the earliest possible. */
  private long end(long entry) {
    if ((entry & COMPRESSED) == 0) {
      long offset = entry & OFFSET;
      boolean zero = (entry & 1) != 0;
      boolean inParts = entryBytes > Long.BYTES; // of which the last need not be there
      return offset == 0 || zero ? 0 : offset + (inParts ? 1 : cluster);
    }
    int offsetBits = 62 - (clusterBits - 8);
    long offset = entry & ((1L << offsetBits) - 1);
    long further = (entry & (COMPRESSED - 1)) >>> offsetBits;
    return further == 0 ? offset + 1 : (offset / SECTOR + further) * SECTOR + 1;
  }

  private void require(long end) {
    if (end > bytes) {
      throw new RefusedException(
          "is cut: it has " + bytes + " bytes, and its last cluster ends at " + end + " or later");
    }
  }
}
