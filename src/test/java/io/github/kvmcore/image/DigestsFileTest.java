package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.image.check.RefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-written after the files that Flatcar and CoreOS publish. */
class DigestsFileTest {
  private static final String A = "a".repeat(128);
  private static final String B = "b".repeat(128);
  private static final String C = "c".repeat(64);

  private static String find(String text, String name) {
    return DigestsFile.find(text, name, "x.DIGESTS").map(Object::toString).orElse("none");
  }

  private static String refusal(String text, String name) {
    return assertThrows(RefusedException.class, () -> find(text, name)).reason();
  }

  /** Written by sha512sum, sha256sum --tag, openssl dgst and PowerShell, or after them. */
  @ParameterizedTest
  @CsvSource({
    "'A  x.img', A",
    "'A *x.img', A",
    "'A\tx.img', A",
    "'\ufeffA  x.img\r\n', A",
    "'\ufeff# SHA512 HASH\nA  x.img\n', A",
    "'SHA512 (x.img) = A', A",
    "'SHA512(x.img)= A', A",
    "'SHA2-512(x.img)= A', A",
    "'SHA-512(./x.img)= A', A",
    "'A', A",
    "'A  -', A",
    "'SHA2-512(stdin)= A', A",
    "'B  y.img\nA  x.img\nB  z.img\n', A",
    "'B  y.img\nB  -', none",
    "'A  dir/x.img\nA  x.img', A",
    "'C  x.img', C",
    "'SHA256 (x.img) = C', C",
    "'SHA2-256(x.img)= C\nSHA2-512(x.img)= A', A",
    "'# comment\n\nA  x.img', A",
    "'-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nA  x.img\n', A",
    "'<html><body>C x.img is not here', none",
  })
  void everyUsualShape(String text, String expected) {
    Map<String, String> digests = Map.of("A", "sha512:" + A, "C", "sha256:" + C);
    assertEquals(
        digests.getOrDefault(expected, "none"),
        find(
            text.replaceAll("\\bA\\b", A).replaceAll("\\bB\\b", B).replaceAll("\\bC\\b", C),
            "x.img"));
  }

  @Test
  void escapedNames() {
    assertEquals("sha512:" + A, find("\\" + A + "  a\\\\b\\nc", "a\\b\nc"));
    assertEquals("sha512:" + A, find("\\SHA512 (a\\\\b) = " + A, "a\\b"));
    assertEquals("none", find(A + "  a\\\\b", "a\\b"));
  }

  @Test
  void whatCanNotBeReadIsRefused() {
    assertEquals(
        "has a digest in x.DIGESTS that can't be read: line 2 has 127 digits of sha512"
            + "\n  next: name the digest yourself: --image-digest sha512:HEX",
        refusal("\nSHA512 (x) = " + A.substring(1), "x"));
    for (String text :
        List.of(
            A.substring(1) + "  x",
            A + "0  x",
            "# SHA512 HASH\n" + C + "  x",
            "# SHA512 HASH\nabc  x",
            "SHA512 (x) = ",
            "sha512:" + A + " x",
            "x: " + A,
            "SHA512  " + A + "  x",
            A + "  x\n" + B + "  x",
            A + "  a/x\n" + B + "  b/x",
            "SHA3-512(x)= " + A,
            "SHA512/256(x)= " + C,
            "BLAKE2b (x) = " + A,
            (A + "  x").replaceAll("(.)", "$1\0"), // UTF-16
            "\ufffd\ufffd" + A + "  x")) {
      assertTrue(refusal(text, "x").startsWith("has a digest in x.DIGESTS that can't be read: "));
    }
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
  void weakOnesDoNotCount() {
    assertEquals("none", find("# MD5 HASH\n" + "d".repeat(32) + "  x\n", "x"));
    assertEquals("none", find("d".repeat(40) + "  x\n", "x"));
    assertEquals("none", find("", "x"));
  }
}
