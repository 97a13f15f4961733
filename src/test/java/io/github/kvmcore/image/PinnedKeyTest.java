package io.github.kvmcore.image;

import static io.github.kvmcore.image.SignedSite.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose signature counts: only that of a key that is pinned, and that has not expired. */
@Timeout(60)
class PinnedKeyTest {
  @TempDir static Path keys;
  @AutoClose private static TestKey key;
  @AutoClose private static TestKey other;
  private static byte[] expired;
  @AutoClose private static TestKey renewed;

  @TempDir Path folder;
  @AutoClose private SignedSite site;

  @BeforeAll
  static void makeKeys() throws IOException {
    key = new TestKey(keys.resolve("a"), "Image Builds <a@example.org>", "never");
    other = new TestKey(keys.resolve("b"), "Somebody Else <b@example.org>", "never");
    renewed =
        new TestKey(
            keys.resolve("d"),
            "Still There <d@example.org>",
            "2020-06-01",
            "--faked-system-time",
            "20200101T000000!");
    expired = renewed.publicKey(true);
    renewed.lastsUntil("2100-01-01");
  }

  @BeforeEach
  void make() throws IOException {
    site = new SignedSite(folder, key);
  }

  @Test
  void somebodyElsesKey() throws IOException {
    site.flatcar();
    site.listed(other.clearsign(site.digests()));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is signed by somebody else's key, "), said);
    site.server.files.remove(IMAGE + ".DIGESTS.asc");
    site.server.files.put(IMAGE + ".sig", other.detached(site.packed));
    said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is signed by somebody else's key"), said);
  }

  @Test
  void aKeyThatIsNotPinnedIsNotTaken() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of()));
    assertTrue(said.contains("is one that may sign images of flatcar"), said);
    assertTrue(said.contains(key.fingerprint + "  Image Builds <a@example.org>"), said);
    assertTrue(said.contains("F88CFEDEFF29A5B4D9523864E25D9AED0593B34A"), said);
    assertTrue(said.contains("image_key_fingerprints"), said);
    assertEquals(List.of(), site.images.files.list(site.images.cache.resolve("keys")));
  }

  @Test
  void ofTwoKeysOnlyThePinnedOneCounts() throws IOException {
    site.flatcar();
    Path both = folder.resolve("both.gpg");
    byte[] one = key.publicKey(false);
    byte[] two = other.publicKey(false);
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    Files.write(both, all);
    site.listed(other.clearsign(site.digests()));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(both), key.fingerprint));
    assertTrue(said.contains("is signed by a key that is not pinned, " + other.fingerprint), said);
  }

  @Test
  void aKeyThatWasRenewedIsFetchedByItself() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    String[] pins = {key.fingerprint, other.fingerprint};
    site.server.files.put("/keys", other.publicKey(true));
    site.failure(site.settings(Os.FLATCAR, true, List.of(), pins));
    site.server.files.put("/keys", key.publicKey(true));
    assertEquals(
        "signature " + key.fingerprint,
        site.fetch(site.settings(Os.FLATCAR, true, List.of(), pins)).verified());
  }

  /** The kept key is the same that has expired; the publisher's has a new date. */
  @Test
  void anExpiredKeyThatWasRenewedSince() throws IOException {
    site.flatcar();
    site.server.files.put(
        IMAGE + ".sig", renewed.detached(site.packed, "--faked-system-time", "20200701T000000!"));
    CatalogueSettings settings = site.settings(Os.FLATCAR, true, List.of(), renewed.fingerprint);
    site.server.files.put("/keys", expired);
    String said = site.failure(settings);
    assertTrue(said.contains("is signed by a key that had expired before"), said);
    assertEquals(2, site.server.seen.stream().filter(it -> it.path().equals("/keys")).count());
    site.server.files.put("/keys", renewed.publicKey(true));
    assertEquals("signature " + renewed.fingerprint, site.fetch(settings).verified());
  }
}
