package io.github.kvmcore.image;

import static io.github.kvmcore.image.SignedSite.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.image.Os;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sub-keys that have expired since they signed, as Flatcar's of 2018 to 2025, by the real gpg and
 * gpgv. The key has three: of 2018 and of 2019 to 2020, and one that does not expire.
 */
@Timeout(120)
class ExpiredKeyTest {
  @TempDir static Path keys;
  @AutoClose private static TestKey key;
  private static byte[] published;
  private static byte[] revoked;
  private static byte[] whollyRevoked;

  @TempDir Path folder;
  @AutoClose private SignedSite site;

  @BeforeAll
  static void makeKeys() throws IOException {
    key = new TestKey(keys.resolve("a"), "Image Builds <a@example.org>", "never", at("2018-01-01"));
    key.addSubkey("2019-01-01", at("2018-01-02"));
    key.addSubkey("2021-01-01", at("2019-01-02"));
    key.addSubkey("never", at("2021-01-02"));
    published = key.publicKey(true);
    try (TestKey copy = key.copy(keys.resolve("c"))) {
      copy.revokeSubkey(2);
      revoked = copy.publicKey(true);
      copy.revoke();
      whollyRevoked = copy.publicKey(true);
    }
  }

  private static String[] at(String date) {
    return new String[] {"--faked-system-time", date.replace("-", "") + "T000000!"};
  }

  @BeforeEach
  void make() throws IOException {
    site = new SignedSite(folder, key);
    site.server.files.put("/keys", published);
    site.flatcar();
  }

  /** A list with a signature within. */
  private void signed(int subkey, String date) throws IOException {
    site.listed(key.clearsignBy(subkey, site.digests(), at(date)));
  }

  private String failure() {
    return site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
  }

  private void assertAccepted(String expired) {
    assertEquals(
        "signature " + key.fingerprint,
        site.fetch(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint)).verified());
    assertEquals(
        List.of(
            "signed by a key that expired on "
                + expired
                + ", before it expired; the signature counts ("
                + key.fingerprint
                + ")"),
        site.images.notes);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2018-06-01, 2019-01-01",
    "2, 2019-06-01, 2021-01-01",
    "2, 2020-12-31, 2021-01-01"
  })
  void madeBeforeTheExpiry(int subkey, String made, String expired) throws IOException {
    signed(subkey, made);
    assertAccepted(expired);
    assertEquals(1, site.server.seen.stream().filter(it -> it.path().equals("/keys")).count());
  }

  @Test
  void theImagesOwnSignature() throws IOException {
    site.server.files.put(IMAGE + ".sig", key.detachedBy(1, site.packed, at("2018-06-01")));
    assertAccepted("2019-01-01");
  }

  @Test
  void aListThatIsSignedApart() throws IOException {
    byte[] list = site.digests().getBytes(StandardCharsets.UTF_8);
    site.server.files.put(IMAGE + ".DIGESTS", list);
    site.server.files.put(IMAGE + ".DIGESTS.sig", key.detachedBy(1, list, at("2018-06-01")));
    assertAccepted("2019-01-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpgv", "gpg"})
  void byEitherProgram(String program) throws IOException {
    site.images.programs.hide(program.equals("gpg") ? "gpgv" : "none");
    signed(1, "2018-06-01");
    assertAccepted("2019-01-01");
  }

  /** Of a key whose expiry was later when it signed, as gpg itself refuses to sign with others. */
  @Test
  void madeAfterTheExpiry() throws IOException {
    TestKey late =
        new TestKey(keys.resolve("b"), "Late <b@example.org>", "never", at("2018-01-01"));
    try (late) {
      late.addSubkey("2019-01-01", at("2018-01-02"));
      byte[] before = late.publicKey(true);
      late.subkeysLastUntil("2030-01-01", at("2018-03-01"));
      site.server.files.put("/keys", before);
      site.listed(late.clearsignBy(1, site.digests(), at("2019-06-01")));
      String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), late.fingerprint));
      assertTrue(said.contains("is signed by a key that had expired before"), said);
      assertEquals(List.of(), site.images.notes);
    }
  }

  /** gpgv says of it that it has expired, and not that it is revoked. */
  @Test
  void aRevokedSubkeyThatHasExpired() throws IOException {
    signed(2, "2019-06-01");
    site.server.files.put("/keys", revoked);
    assertTrue(failure().contains("is signed by a key that its owner has revoked"), failure());
    signed(1, "2018-06-01");
    assertAccepted("2019-01-01");
  }

  @Test
  void aRevokedPrimaryKey() throws IOException {
    site.server.files.put("/keys", whollyRevoked);
    signed(1, "2018-06-01");
    assertTrue(failure().contains("revoked"), failure());
    signed(3, "2022-01-01");
    assertTrue(failure().contains("revoked"), failure());
  }

  @Test
  void aPrimaryKeyThatIsNotPinned() throws IOException {
    signed(1, "2018-06-01");
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), "0".repeat(40)));
    assertTrue(said.contains("is one that may sign images of flatcar"), said);
  }

  @Test
  void aChangedListOfAnExpiredKey() throws IOException {
    site.listed(
        new String(key.clearsignBy(1, site.digests(), at("2018-06-01")), StandardCharsets.UTF_8)
            .replace("# MD5", "# MD4")
            .getBytes(StandardCharsets.UTF_8));
    assertTrue(failure().contains("was changed after it was signed"), failure());
  }
}
