package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An image in the cache counts only as what it was verified as when it came. */
@Timeout(60)
class VerifiedCacheTest {
  @TempDir static Path keys;
  @AutoClose private static TestKey key;
  @AutoClose private static TestKey other;

  @TempDir Path folder;
  @AutoClose private SignedSite site;

  @BeforeAll
  static void makeKeys() throws IOException {
    key = new TestKey(keys.resolve("a"), "Image Builds <a@example.org>", "never");
    other = new TestKey(keys.resolve("b"), "Somebody Else <b@example.org>", "never");
  }

  @BeforeEach
  void make() throws IOException {
    site = new SignedSite(folder, key);
  }

  @Test
  void anImageThatCameUnsignedDoesNotCountOnceKeysAreGiven() throws IOException {
    Path given = folder.resolve("given.asc");
    Files.write(given, key.publicKey(true));
    site.server.files.put("/x/my.img.bz2", site.packed);
    site.server.files.put("/x/my.img.bz2.sig", key.detached(site.packed));
    String url = site.server.url("/x/my.img.bz2").toString();
    ImageStore before = site.store(site.settings(Os.OTHER, true, List.of()));
    BaseImage unsigned = before.fetch(before.request(url, null, false, 0), site.images.told);
    assertEquals("nothing", unsigned.verified());
    ImageStore store = site.store(site.settings(Os.OTHER, true, List.of(given), key.fingerprint));
    BaseImage signed = store.fetch(store.request(url, null, false, 0), site.images.told);
    assertEquals("signature " + key.fingerprint, signed.verified());
    assertTrue(Files.exists(unsigned.path()));
    assertEquals(Optional.of(signed), store.cached(store.request(url, null, false, 0)));
  }

  @Test
  void anImageByAKeyThatIsNoLongerPinnedDoesNotCount() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    BaseImage image = site.fetch(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    CatalogueSettings now = site.settings(Os.FLATCAR, true, List.of(), other.fingerprint);
    ImageRequest request = site.newest(now, null);
    assertTrue(!request.target().equals(image.path()), request.target().toString());
    assertEquals(Optional.empty(), site.store(now).cached(request));
  }

  @Test
  void whatAnotherRunFetchedUnverifiedMeanwhileIsNotUsed() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    CatalogueSettings settings = site.settings(Os.FLATCAR, true, List.of(), key.fingerprint);
    ImageRequest request = site.newest(settings, null);
    assertEquals("nothing", site.fetch(site.settings(Os.FLATCAR, false, List.of())).verified());
    assertEquals(Optional.empty(), site.store(settings).cached(request));
    String said =
        assertThrows(
                KvmcoreException.class, () -> site.store(settings).fetch(request, site.images.told))
            .text();
    assertTrue(said.contains("did not verify it; it is not used"), said);
    assertEquals("signature " + key.fingerprint, site.fetch(settings).verified());
  }
}
