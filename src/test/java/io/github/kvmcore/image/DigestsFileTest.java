package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hand-written after the files that Flatcar and CoreOS publish. */
class DigestsFileTest {
  private static final String A = "a".repeat(128);
  private static final String B = "b".repeat(128);
  private static final String C = "c".repeat(64);

  private static String find(String text, String name) {
    return DigestsFile.find(text, name).map(Object::toString).orElse("none");
  }

  @Test
  void flatcar() {
    String text =
        "# MD5 HASH\n%s  x.img.bz2\n# SHA1 HASH\n%s  x.img.bz2\n# SHA512 HASH\n%s  x.img.bz2\n"
            .formatted("d".repeat(32), "e".repeat(40), A);
    assertEquals("sha512:" + A, find(text, "x.img.bz2"));
    assertEquals("none", find(text, "img.bz2"));
  }

  @Test
  void severalFilesAndRepeatedSections() {
    String text =
        "# SHA512 HASH\r\n%s  ./x.img\r\n# MD5 HASH\n%s  y.img\n# SHA512 HASH\n%s *y.img\n"
            .formatted(A, "d".repeat(32), B.toUpperCase(java.util.Locale.ROOT));
    assertEquals("sha512:" + A, find(text, "x.img"));
    assertEquals("sha512:" + B, find(text, "y.img"));
  }

  @Test
  void theStrongestCountsInAnyOrder() {
    String sha256 = "# SHA256 HASH\n" + C + "  x\n";
    String sha512 = "# SHA512 HASH\n" + A + "  x\n";
    assertEquals("sha512:" + A, find(sha256 + sha512, "x"));
    assertEquals("sha512:" + A, find(sha512 + sha256, "x"));
    assertEquals("sha256:" + C, find(sha256, "x"));
  }

  @Test
  void weakOrBrokenOnesDoNotCount() {
    assertEquals(
        Optional.empty(), DigestsFile.find("# MD5 HASH\n" + "d".repeat(32) + "  x\n", "x"));
    assertEquals(Optional.empty(), DigestsFile.find("# SHA512 HASH\nabc  x\n", "x"));
    assertEquals(Optional.empty(), DigestsFile.find(A + "  x\n", "x"));
    assertEquals(Optional.empty(), DigestsFile.find("", "x"));
  }
}
