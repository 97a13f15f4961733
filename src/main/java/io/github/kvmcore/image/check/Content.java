package io.github.kvmcore.image.check;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file is by its first bytes; its name says nothing. */
public enum Content {
  QCOW2,
  RAW,
  BZIP2,
  GZIP,
  XZ;

  /** Bytes of a file that must be looked at: an ISO 9660 volume names itself at 32 KiB. */
  public static final int HEAD_BYTES = 33 * 1024;

  static final int SECTOR = 512;

  /** First bytes in hexadecimal, and what a file that has them is. */
  private static final Map<String, Content> USABLE =
      Map.of("514649fb", QCOW2, "425a68", BZIP2, "1f8b", GZIP, "fd377a585a00", XZ);

  private static final String CONVERT = "; convert it first (qemu-img convert -O qcow2)";
  private static final String VHD = "is a Virtual PC disk (vhd)" + CONVERT;
  private static final String INITRAMFS = "is a cpio archive, as an initramfs is, not a disk";
  private static final String EFI = "is an EFI program or a kernel, not a disk";
  private static final String KERNEL = "is a Linux kernel, not a disk";
  private static final String ISO = "is an ISO image of a CD; take the image for qemu";

  /** What a file is that has a text at an offset; the first that fits counts. */
  private static final List<Magic> UNUSABLE =
      List.of(
          new Magic(0, "PK\3\4", "is a zip archive; unpack it first"),
          new Magic(0, "7z\u00bc\u00af'\34", "is a 7z archive; unpack it first"),
          new Magic(0, "(\u00b5/\u00fd", "is compressed with zstd; unpack it first (zstd -d)"),
          new Magic(0, "\4\"M\30", "is compressed with lz4; unpack it first (lz4 -d)"),
          new Magic(0, "\u0089LZO", "is compressed with lzop; unpack it first (lzop -d)"),
          new Magic(0, "LZIP", "is compressed with lzip; unpack it first (lzip -d)"),
          new Magic(0, "]\0\0", "is compressed with lzma; unpack it first (xz -d -F lzma)"),
          new Magic(0, "\37\u009d", "is compressed with compress; unpack it first (gzip -d)"),
          new Magic(0, "KDMV", "is a VMware disk (vmdk)" + CONVERT),
          new Magic(0, "# Disk Desc", "is the descriptor of a VMware disk (vmdk), not an image"),
          new Magic(0, "COWD", "is an old VMware disk (vmdk)" + CONVERT),
          new Magic(0, "QED\0", "is a QED disk" + CONVERT),
          new Magic(0, "vhdxfile", "is a Hyper-V disk (vhdx)" + CONVERT),
          new Magic(0, "conectix", VHD),
          new Magic(64, "\177\20\u00da\u00be", "is a VirtualBox disk (vdi)" + CONVERT),
          new Magic(0, "WithoutFreeSpace", "is a Parallels disk" + CONVERT),
          new Magic(0, "WithouFreSpacExt", "is a Parallels disk" + CONVERT),
          new Magic(0, "Bochs Virtual HD Image", "is a Bochs disk" + CONVERT),
          new Magic(
              0, ":\u00ff&\u00ed", "is a sparse image of Android; convert it first (simg2img)"),
          new Magic(0, "LUKS\u00ba\u00be", "is encrypted (LUKS)"),
          new Magic(257, "ustar", "is a tar archive; unpack it first"),
          new Magic(0, "070701", INITRAMFS),
          new Magic(0, "070702", INITRAMFS),
          new Magic(0, "070707", INITRAMFS),
          new Magic(0, "\u00c7q", INITRAMFS),
          new Magic(514, "HdrS", KERNEL),
          new Magic(56, "ARMd", KERNEL),
          new Magic(0, "MZ", EFI),
          new Magic(0, "\177ELF", "is a program (ELF), not a disk"),
          new Magic(0, "!<arch>", "is a Debian package or an ar archive, not a disk"),
          new Magic(0, "\u00ed\u00ab\u00ee\u00db", "is an RPM package, not a disk"),
          new Magic(0, "MSWIM", "is a Windows image (wim), not a disk"),
          new Magic(0, "hsqs", "is a squashfs file system without a disk around it"),
          new Magic(1024, "\u00e2\u00e1\u00f5\u00e0", "is an EROFS file system without a disk"),
          new Magic(32769, "CD001", ISO),
          new Magic(32769, "BEA01", ISO));

  /**
   * Recognises a file.
   *
   * @param head its first {@link #HEAD_BYTES} bytes, or all where it is shorter
   * @param bytes its size
   * @throws RefusedException where no disk image can be made of it
   */
  public static Content of(byte[] head, long bytes) {
    if (bytes == 0) {
      throw new RefusedException("is empty");
    }
    Optional<Content> marked = marked(head);
    if (marked.isPresent()) {
      return marked.get();
    }
    for (Magic magic : UNUSABLE) {
      if (at(head, magic.offset(), magic.text())) {
        throw new RefusedException(magic.reason());
      }
    }
    refuseTexts(head);
    if (bytes % SECTOR != 0) {
      throw new RefusedException(
          "is no image: it is neither qcow2, bzip2, gzip nor xz, and its size of "
              + bytes
              + " bytes is not a whole number of 512-byte sectors, so it is no raw disk either");
    }
    RawDisk.check(head, bytes);
    return RAW;
  }

  /**
   * Refuses a raw disk that is another hypervisor's by its end.
   *
   * @param tail the file's last sector
   */
  static void checkEnd(byte[] tail) {
    if (at(tail, 0, "conectix")) {
      throw new RefusedException(VHD);
    }
  }

  /** What a file says of itself in its first bytes; empty where that does not decide. */
  public static Optional<Content> marked(byte[] head) {
    String start = start(head);
    return USABLE.entrySet().stream()
        .filter(entry -> start.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String start(byte[] head) {
    return HexFormat.of().formatHex(head, 0, Math.min(head.length, 16));
  }

  public boolean isCompressed() {
    return this == BZIP2 || this == GZIP || this == XZ;
  }

  /** The word that qemu-img and users know. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void refuseTexts(byte[] head) {
    String text = new String(head, 0, Math.min(head.length, SECTOR), StandardCharsets.ISO_8859_1);
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      throw new RefusedException("is a web page, not an image");
    }
    if (text.chars().allMatch(c -> (c >= ' ' && c < 127) || (c >= '\t' && c <= '\r'))) {
      throw new RefusedException("is a text file, not an image");
    }
  }

  private static boolean at(byte[] head, int offset, String magic) {
    return head.length >= offset + magic.length()
        && new String(head, offset, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }

  /** What a file is, in the words of a refusal, that has a text at an offset. */
  private record Magic(int offset, String text, String reason) {}
}
