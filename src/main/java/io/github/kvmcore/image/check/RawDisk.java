package io.github.kvmcore.image.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Refuses a raw file that no machine can boot: one without a boot sector and a partition table, and
 * one that ends before its partitions do.
 */
final class RawDisk {
  private static final int BOOT_SIGNATURE_AT = 510;
  private static final int FIRST_PARTITION_AT = 446;
  private static final int PARTITION_BYTES = 16;
  private static final int PROTECTIVE = 0xee;
  private static final int BACKUP_TABLE_AT = 32;
  private static final int[] SECTORS = {512, 4096};

  private RawDisk() {}

  /**
   * Checks the beginning of a file.
   *
   * @param head its first 8 KiB, or all where it is shorter
   * @param bytes its size
   * @throws RefusedException where it is no disk, or not all of one
   */
  static void check(byte[] head, long bytes) {
    ByteBuffer disk = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    for (int sector : SECTORS) {
      if (isTable(head, sector)) {
        refuseCut(disk.getLong(sector + BACKUP_TABLE_AT), 1, sector, bytes);
        return;
      }
    }
    boolean boot =
        head.length >= BOOT_SIGNATURE_AT + 2
            && (disk.getShort(BOOT_SIGNATURE_AT) & 0xffff) == 0xaa55;
    if (!boot) {
      throw new RefusedException(
          "is no disk: it is neither qcow2, bzip2, gzip nor xz, and has neither a boot sector nor a"
              + " partition table");
    }
    for (int at = FIRST_PARTITION_AT; at < BOOT_SIGNATURE_AT; at += PARTITION_BYTES) {
      int status = disk.get(at) & 0xff;
      int type = disk.get(at + 4) & 0xff;
      if ((status & 0x7f) != 0) {
        return; // the boot sector of a file system, which has no partitions
      }
      if (type != 0 && type != PROTECTIVE) {
        refuseCut(unsigned(disk, at + 8), unsigned(disk, at + 12), SECTORS[0], bytes);
      }
    }
  }

  private static boolean isTable(byte[] head, int at) {
    byte[] magic = "EFI PART".getBytes(StandardCharsets.US_ASCII);
    return head.length >= at + BACKUP_TABLE_AT + Long.BYTES
        && ByteBuffer.wrap(head, at, magic.length).equals(ByteBuffer.wrap(magic));
  }

  private static long unsigned(ByteBuffer disk, int at) {
    return disk.getInt(at) & 0xffffffffL;
  }

  private static void refuseCut(long first, long count, int sector, long bytes) {
    long sectors = bytes / sector;
    if (first < 0 || first > sectors - count) {
      throw new RefusedException(
          "is cut: it has "
              + bytes
              + " bytes, and its partition table wants sector "
              + (first + count - 1));
    }
  }
}
