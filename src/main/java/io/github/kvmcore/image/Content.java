package io.github.kvmcore.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file is by its first bytes; its name says nothing. */
enum Content {
  QCOW2,
  RAW,
  BZIP2,
  GZIP,
  XZ;

  /** Bytes of a file that must be looked at: an ISO 9660 volume names itself at 32 KiB. */
  static final int HEAD_BYTES = 33 * 1024;

  private static final int SECTOR = 512;
  private static final int ISO_MAGIC_AT = 32769;
  private static final int TAR_MAGIC_AT = 257;
  private static final int VDI_MAGIC_AT = 64;

  /** First bytes in hexadecimal, and what a file that has them is. */
  private static final Map<String, Content> USABLE =
      Map.of("514649fb", QCOW2, "425a68", BZIP2, "1f8b", GZIP, "fd377a585a00", XZ);

  private static final Map<String, String> UNUSABLE =
      Map.of(
          "504b0304",
          "is a zip archive; unpack it first",
          "377abcaf271c",
          "is a 7z archive; unpack it first",
          "28b52ffd",
          "is compressed with zstd; unpack it first (zstd -d)",
          "4b444d56",
          "is a VMware disk (vmdk); convert it first (qemu-img convert -O qcow2)",
          hex("# Disk Desc"),
          "is the descriptor of a VMware disk (vmdk), not an image",
          hex("COWD"),
          "is an old VMware disk (vmdk); convert it first (qemu-img convert -O qcow2)",
          hex("QED\0"),
          "is a QED disk; convert it first (qemu-img convert -O qcow2)",
          hex("vhdxfile"),
          "is a Hyper-V disk (vhdx); convert it first (qemu-img convert -O qcow2)",
          hex("conectix"),
          "is a Virtual PC disk (vhd); convert it first (qemu-img convert -O qcow2)");

  /**
   * Recognises a file.
   *
   * @param head its first {@link #HEAD_BYTES} bytes, or all where it is shorter
   * @param bytes its size
   * @throws RefusedException where no disk image can be made of it
   */
  static Content of(byte[] head, long bytes) {
    if (bytes == 0) {
      throw new RefusedException("is empty");
    }
    Optional<Content> marked = marked(head);
    if (marked.isPresent()) {
      return marked.get();
    }
    String start = start(head);
    for (Map.Entry<String, String> entry : UNUSABLE.entrySet()) {
      if (start.startsWith(entry.getKey())) {
        throw new RefusedException(entry.getValue());
      }
    }
    refuseOthers(head);
    if (bytes % SECTOR != 0) {
      throw new RefusedException(
          "is no image: it is neither qcow2, bzip2, gzip nor xz, and its size of "
              + bytes
              + " bytes is not a whole number of 512-byte sectors, so it is no raw disk either");
    }
    return RAW;
  }

  /** What a file says of itself in its first bytes; empty where that does not decide. */
  static Optional<Content> marked(byte[] head) {
    String start = start(head);
    return USABLE.entrySet().stream()
        .filter(entry -> start.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String start(byte[] head) {
    return HexFormat.of().formatHex(head, 0, Math.min(head.length, 16));
  }

  boolean isCompressed() {
    return this == BZIP2 || this == GZIP || this == XZ;
  }

  /** The word that qemu-img and users know. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void refuseOthers(byte[] head) {
    String text = new String(head, 0, Math.min(head.length, SECTOR), StandardCharsets.ISO_8859_1);
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      throw new RefusedException("is a web page, not an image");
    }
    if (text.chars().allMatch(c -> (c >= ' ' && c < 127) || (c >= '\t' && c <= '\r'))) {
      throw new RefusedException("is a text file, not an image");
    }
    if (at(head, VDI_MAGIC_AT, "\u007f\u0010\u00da\u00be")) {
      throw new RefusedException(
          "is a VirtualBox disk (vdi); convert it first (qemu-img convert -O qcow2)");
    }
    if (at(head, TAR_MAGIC_AT, "ustar")) {
      throw new RefusedException("is a tar archive; unpack it first");
    }
    if (at(head, ISO_MAGIC_AT, "CD001")) {
      throw new RefusedException("is an ISO image of a CD; take the image for qemu");
    }
  }

  private static boolean at(byte[] head, int offset, String magic) {
    return head.length >= offset + magic.length()
        && new String(head, offset, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
