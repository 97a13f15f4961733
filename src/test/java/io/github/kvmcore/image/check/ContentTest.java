package io.github.kvmcore.image.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTest {
  private static byte[] head(int offset, String latin1) {
    byte[] bytes = new byte[Content.HEAD_BYTES];
    byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(magic, 0, bytes, offset, magic.length);
    return bytes;
  }

  private static String refusal(byte[] head, long bytes) {
    return assertThrows(RefusedException.class, () -> Content.of(head, bytes)).reason();
  }

  @Test
  void usable() {
    assertEquals(Content.QCOW2, Content.of(head(0, "QFI\u00fb"), 5));
    assertEquals(Content.BZIP2, Content.of(head(0, "BZh9"), 5));
    assertEquals(Content.GZIP, Content.of(head(0, "\u001f\u008b"), 5));
    assertEquals(Content.XZ, Content.of(head(0, "\u00fd7zXZ\0"), 5));
    assertEquals(Content.RAW, Content.of(head(510, "\u0055\u00aa"), 1024));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|PK\u0003\u0004x|is a zip archive; unpack it first",
        "0|7z\u00bc\u00af'\u001cx|is a 7z archive; unpack it first",
        "0|KDMV|is a VMware disk (vmdk); convert it first (qemu-img convert -O qcow2)",
        "0|vhdxfile|is a Hyper-V disk (vhdx); convert it first (qemu-img convert -O qcow2)",
        "0|(\u00b5/\u00fd|is compressed with zstd; unpack it first (zstd -d)",
        "514|HdrS|is a Linux kernel, not a disk",
        "56|ARMd|is a Linux kernel, not a disk",
        "0|MZ|is an EFI program or a kernel, not a disk",
        "0|070701|is a cpio archive, as an initramfs is, not a disk",
        "0|\u00c7q|is a cpio archive, as an initramfs is, not a disk",
        "0|hsqs|is a squashfs file system without a disk around it",
        "1024|\u00e2\u00e1\u00f5\u00e0|is an EROFS file system without a disk",
        "0|\u007fELF|is a program (ELF), not a disk",
        "0|\u00ed\u00ab\u00ee\u00db|is an RPM package, not a disk",
        "0|!<arch>|is a Debian package or an ar archive, not a disk",
        "0|LUKS\u00ba\u00be|is encrypted (LUKS)",
        "0|'\u0004\"M\u0018'|is compressed with lz4; unpack it first (lz4 -d)",
        "64|\u007f\u0010\u00da\u00be|is a VirtualBox disk (vdi); convert it first (qemu-img convert -O qcow2)",
        "257|ustar|is a tar archive; unpack it first",
        "32769|CD001|is an ISO image of a CD; take the image for qemu",
        "0|<!DocType html>|is a web page, not an image",
        "0|<html>|is a web page, not an image",
      })
  void refused(int offset, String magic, String reason) {
    assertEquals(reason, refusal(head(offset, magic), 65536));
  }

  @Test
  void textAndOddSizesAreRefused() {
    assertEquals("is a text file, not an image", refusal("hello\n".repeat(99).getBytes(), 594));
    assertEquals("is empty", refusal(new byte[0], 0));
    byte[] odd = Arrays.copyOf(new byte[] {1}, 513);
    assertEquals(
        "is no image: it is neither qcow2, bzip2, gzip nor xz, and its size of 513 bytes is not a"
            + " whole number of 512-byte sectors, so it is no raw disk either",
        refusal(odd, 513));
  }
}
