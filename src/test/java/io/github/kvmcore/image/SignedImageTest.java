package io.github.kvmcore.image;

import static io.github.kvmcore.image.SignedSite.IMAGE;
import static io.github.kvmcore.image.TestStore.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed, what is in it, and that both are what came. */
@Timeout(60)
class SignedImageTest {
  @TempDir static Path keys;
  @AutoClose private static TestKey key;

  @TempDir Path folder;
  @AutoClose private SignedSite site;

  @BeforeAll
  static void makeKeys() throws IOException {
    key = new TestKey(keys.resolve("a"), "Image Builds <a@example.org>", "never");
  }

  @BeforeEach
  void make() throws IOException {
    site = new SignedSite(folder, key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpgv", "gpg"})
  void aSignedListOfDigestsConfirms(String program) throws IOException {
    site.images.programs.hide(program.equals("gpg") ? "gpgv" : "none");
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    BaseImage image = site.fetch(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertEquals("signature " + key.fingerprint, image.verified());
    assertEquals("4152.2.3", image.release().version());
    assertTrue(
        site.images.programs.names().contains(program), site.images.programs.names().toString());
    assertEquals(List.of(), site.images.notes);
    assertTrue(Files.exists(site.images.cache.resolve("keys/flatcar.gpg")));
    assertEquals(
        List.of(),
        site.images.files.list(site.images.cache.resolve("keys")).stream()
            .filter(it -> it.startsWith("."))
            .toList());
  }

  @Test
  void flatcarsPlainFileIsPreferredAndHasTheSameName() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    CatalogueSettings settings = site.settings(Os.FLATCAR, true, List.of(), key.fingerprint);
    String packed = String.valueOf(site.newest(settings, null).target());
    site.plain();
    site.server.files.put(
        IMAGE.replace(".bz2", ".DIGESTS.asc"),
        key.clearsign(sha("SHA-512", site.qcow2) + "  flatcar_production_qemu_image.img\n"));
    BaseImage image = site.fetch(settings);
    assertEquals("signature " + key.fingerprint, image.verified());
    assertTrue(image.source().endsWith("_qemu_image.img"), image.source());
    assertEquals(packed, image.path().toString());
    assertTrue(
        site.images.programs.names().stream().noneMatch(it -> it.endsWith("bzip2")),
        site.images.programs.names().toString());
  }

  @Test
  void aListThatIsSignedApart() throws IOException {
    site.flatcar();
    byte[] list = site.digests().getBytes(StandardCharsets.UTF_8);
    site.server.files.put(IMAGE + ".DIGESTS", list);
    site.server.files.put(IMAGE + ".DIGESTS.sig", key.detached(list));
    assertEquals(
        "signature " + key.fingerprint,
        site.fetch(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint)).verified());
  }

  @Test
  void theSignatureOfTheImageItself() throws IOException {
    site.flatcar();
    site.server.files.put(IMAGE + ".sig", key.detached(site.packed));
    Path given = folder.resolve("given.asc");
    Files.write(given, key.publicKey(true));
    site.server.files.remove("/keys");
    assertEquals(
        "signature " + key.fingerprint,
        site.fetch(site.settings(Os.FLATCAR, true, List.of(given), key.fingerprint)).verified());
  }

  @Test
  void fedora() throws IOException {
    site.server.files.put("/keys", key.publicKey(false));
    site.fedora(site.xz, sha("SHA-256", site.xz), sha("SHA-256", site.qcow2));
    site.server.files.put("/f/x-qemu.x86_64.qcow2.xz.sig", key.detached(site.xz));
    BaseImage image = site.fetch(site.settings(Os.FCOS, true, List.of(), key.fingerprint));
    assertEquals("signature " + key.fingerprint, image.verified());
    assertEquals("41.20250117.3.0", image.release().version());
  }

  @Test
  void whatIsInItIsLookedAt() throws IOException {
    site.server.files.put("/keys", key.publicKey(false));
    site.fedora(site.xz, sha("SHA-256", site.xz), "0".repeat(64));
    site.server.files.put("/f/x-qemu.x86_64.qcow2.xz.sig", key.detached(site.xz));
    String said = site.failure(site.settings(Os.FCOS, true, List.of(), key.fingerprint));
    assertTrue(said.contains("  expected sha256:" + "0".repeat(64)), said);
    assertEquals(1, site.bad().size());
  }

  @Test
  void aChangedList() throws IOException {
    site.flatcar();
    site.listed(
        new String(key.clearsign(site.digests()), StandardCharsets.UTF_8)
            .replace("# MD5", "# MD4")
            .getBytes(StandardCharsets.UTF_8));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("was changed after it was signed: the signature is bad"), said);
  }

  @Test
  void whatStandsAroundTheSignedPartDoesNotCount() throws IOException {
    site.flatcar();
    String signed = new String(key.clearsign("# SHA512 HASH\n"), StandardCharsets.UTF_8);
    site.listed((site.digests() + signed + site.digests()).getBytes(StandardCharsets.UTF_8));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is not in the signed list of digests"), said);
  }

  @Test
  void anImageThatTheSignatureIsNotOf() throws IOException {
    site.flatcar();
    site.server.files.put(IMAGE + ".sig", key.detached("another".getBytes(StandardCharsets.UTF_8)));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("was changed after it was signed: the signature is bad"), said);
    assertEquals(1, site.bad().size());
    assertEquals(List.of(), site.store(site.settings(Os.FLATCAR, true, List.of())).list());
  }

  @Test
  void aWrongDigest() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    site.packed[site.packed.length - 1] ^= 1;
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is not what it should be"), said);
    assertEquals(1, site.bad().size());
  }

  @Test
  void nothingIsSigned() {
    site.flatcar();
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is not signed: there is neither a signed list of digests"), said);
    assertTrue(said.contains("--no-verify"), said);
  }

  @Test
  void noProgram() throws IOException {
    site.images.programs.hide("gpgv", "gpg");
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    String said = site.failure(site.settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("this host has neither gpgv nor gpg"), said);
  }

  @Test
  void withoutVerifyingNothingVouchesForIt() {
    site.flatcar();
    assertEquals("nothing", site.fetch(site.settings(Os.FLATCAR, false, List.of())).verified());
  }

  @Test
  void anImageThatIsNamedIsCheckedWhereKeysAreGiven() throws IOException {
    Path given = folder.resolve("given.asc");
    Files.write(given, key.publicKey(true));
    site.server.files.put("/x/my.img.bz2", site.packed);
    site.server.files.put("/x/my.img.bz2.sig", key.detached(site.packed));
    ImageStore store = site.store(site.settings(Os.OTHER, true, List.of(given), key.fingerprint));
    String url = site.server.url("/x/my.img.bz2").toString();
    assertEquals(
        "signature " + key.fingerprint,
        store.fetch(store.request(url, null, false, 0), site.images.told).verified());
  }

  @Test
  void theUsersDigestCountsBesideTheSignedOne() throws IOException {
    site.flatcar();
    site.listed(key.clearsign(site.digests()));
    CatalogueSettings settings = site.settings(Os.FLATCAR, true, List.of(), key.fingerprint);
    ImageRequest wrong = site.newest(settings, new Digest("sha256", "0".repeat(64)));
    String said =
        assertThrows(
                KvmcoreException.class, () -> site.store(settings).fetch(wrong, site.images.told))
            .text();
    assertTrue(said.contains("is not what vm_image_digest says"), said);
    assertEquals(1, site.bad().size());
    ImageRequest right = site.newest(settings, new Digest("sha256", sha("SHA-256", site.packed)));
    assertEquals(
        "signature " + key.fingerprint,
        site.store(settings).fetch(right, site.images.told).verified());
  }
}
