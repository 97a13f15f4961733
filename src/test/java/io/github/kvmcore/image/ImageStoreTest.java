package io.github.kvmcore.image;

import static io.github.kvmcore.image.TestStore.DISK;
import static io.github.kvmcore.image.TestStore.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes into the store, what confirms it, and what stays. */
@Timeout(60)
class ImageStoreTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
  }

  @Test
  void aDownloadIsUnpackedCheckedAndRemembered() throws Exception {
    byte[] packed = images.packed("bzip2", "-c", images.qcow2.toString());
    images.server.files.put("/flatcar/current/a_qemu.img.bz2", packed);
    String url = images.server.url("/flatcar/current/a_qemu.img.bz2").toString();
    BaseImage image = images.fetch(url);
    assertTrue(image.path().getFileName().toString().matches("a_qemu-[0-9a-f]{12}\\.qcow2"));
    assertEquals(url, image.source());
    assertEquals(DISK, image.virtualBytes());
    assertEquals(Files.size(image.path()), image.fileBytes());
    assertEquals("sha512:" + sha("SHA-512", packed), image.digest());
    assertEquals("nothing", image.verified());
    assertEquals("2026-01-02T03:04:05Z", image.fetched());
    images.assertSameDisk(image.path());
    String name = image.path().getFileName().toString();
    assertEquals(List.of(name, name + ".json"), images.left());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(image.path())));
    assertEquals(
        "rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(images.cache)));
    assertEquals(Optional.of(image), images.store.cached(images.request(url)));
    assertEquals(List.of(image), images.store.list());
    assertEquals(
        List.of(
            "warning: nothing confirms the image: no digest is set, and neither "
                + url
                + ".DIGESTS nor another list beside the image names its SHA-512 or SHA-256\n"
                + "  next: set vm_image_digest"),
        images.notes);
  }

  @Test
  @SeedLimit(8)
  void whatIsCachedStartsNothing() {
    BaseImage image = images.fetch(images.qcow2);
    images.programs.ran.clear();
    assertEquals(image, images.fetch(images.qcow2));
    assertEquals(List.of(), images.programs.names());
  }

  @Test
  void anInterruptedDownloadIsNeverUsedAndGoneOnFrom() throws Exception {
    byte[] body = Files.readAllBytes(images.qcow2);
    images.server.files.put("/a.img", body);
    String url = images.server.url("/a.img").toString();
    images.server.next(Fault.CUT_HALF);
    String message = images.failure(url);
    long part = Files.size(new Workspace(images.request(url).target()).download());
    assertTrue(part > 0 && part < body.length);
    assertTrue(message.endsWith("run again: it goes on from byte " + part), message);
    assertEquals(Optional.empty(), images.store.cached(images.request(url)));
    assertEquals(List.of(), images.store.list());
    BaseImage image = images.fetch(url);
    images.assertSameDisk(image.path());
    FaultyServer.Seen last = images.server.seen.get(images.server.seen.size() - 1);
    assertEquals("bytes=" + part + "-", last.range());
    assertEquals(2, images.left().size());
  }

  @Test
  void aWrongDigestPutsTheDownloadAside() throws Exception {
    byte[] body = Files.readAllBytes(images.qcow2);
    images.server.files.put("/a.img", body);
    String url = images.server.url("/a.img").toString();
    Digest wrong = Digest.parse("sha256:" + "0".repeat(64)).orElseThrow();
    ImageRequest request = images.store.request(url, wrong, false, 0);
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> images.fetch(request));
    assertEquals(
        "the image "
            + url
            + " is not what it should be\n  expected "
            + wrong
            + "\n  actual   sha256:"
            + sha("SHA-256", body)
            + "\nit is kept as "
            + request.target()
            + ".bad and not used; run again to fetch it once more, and if that fails the same way, check"
            + " the URL and the digest",
        e.text());
    assertEquals(ExitCode.STEP_FAILED, e.exitCode());
    assertEquals(List.of(request.target().getFileName() + ".bad"), images.left());
    assertEquals(1, images.server.seen.size());
  }

  @Test
  void theRightDigestConfirms() throws Exception {
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
    Digest right =
        Digest.parse("sha256:" + sha("SHA-256", Files.readAllBytes(images.qcow2))).orElseThrow();
    String url = images.server.url("/a.img").toString();
    assertEquals("digest", images.fetch(images.store.request(url, right, false, 0)).verified());
    assertEquals(List.of(), images.notes);
  }

  @Test
  void thePublishedDigestsConfirmOrRefuse() throws Exception {
    byte[] body = Files.readAllBytes(images.qcow2);
    images.server.files.put("/a.img", body);
    images.server.files.put(
        "/a.img.DIGESTS", ("# SHA512 HASH\n" + sha("SHA-512", body) + "  a.img\n").getBytes());
    String url = images.server.url("/a.img?x=1").toString();
    assertEquals("DIGESTS", images.fetch(url).verified());
    body[body.length - 1] ^= 1;
    images.server.etags.put("/a.img", "\"two\"");
    ImageRequest fresh = images.store.request(url, null, true, 0);
    assertThrows(KvmcoreException.class, () -> images.fetch(fresh));
    assertFalse(Files.exists(fresh.target()));
  }

  @Test
  void anImageOfAnotherSizeThanNotedIsNotCached() throws IOException {
    ImageRequest request = images.request(images.qcow2);
    Path image = images.fetch(request).path();
    Files.write(image, new byte[] {1}, StandardOpenOption.APPEND);
    assertEquals(Optional.empty(), images.store.cached(request));
    Files.writeString(ImageMetadataFile.beside(image), "{");
    assertEquals(Optional.empty(), images.store.cached(request));
  }

  @Test
  void aDiskLargerThanTheMachinesIsKeptButRefused() {
    ImageRequest request = images.store.request(images.qcow2.toString(), null, false, DISK - 1);
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> images.fetch(request));
    assertEquals(
        "the disk of the image "
            + images.qcow2
            + " is 8.0 MiB (8388608 bytes), but vm_disk_size is 8.0 MiB (8388607 bytes): make"
            + " vm_disk_size at least 8388608",
        e.text());
    assertEquals(ExitCode.SETTINGS, e.exitCode());
    assertThrows(KvmcoreException.class, () -> images.store.cached(request));
    assertEquals(1, images.store.list().size());
  }

  @Test
  void aMissingQemuImgIsTheHostsFault() {
    images.programs.hide("qemu-img");
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> images.fetch(images.qcow2));
    assertEquals(ExitCode.HOST, e.exitCode());
    assertTrue(e.text().endsWith("`kvmcore doctor` names the package"), e.text());
  }

  @Test
  void theSmokeGuestIsBuiltAndABuildersErrorShown() throws IOException {
    Path builder = Files.createDirectories(folder.resolve("smoke")).resolve("build-image");
    Files.writeString(builder.resolveSibling("init"), "1");
    script(builder, "touch \"$2/x\" && cp " + images.qcow2 + " \"$1\"");
    BaseImage image = images.fetch("smoke");
    assertEquals("smoke", image.source());
    assertEquals("built", image.verified());
    assertEquals(2, images.left().size());
    Path before = image.path();
    Files.writeString(builder.resolveSibling("init"), "2");
    assertFalse(before.equals(images.request("smoke").target()));
    script(builder, "echo no mformat >&2; exit 3");
    String message = images.failure("smoke");
    assertTrue(message.startsWith("can't build the smoke guest's image\n  command: "), message);
    assertTrue(message.endsWith("exit status 3; it said:\n  | no mformat"), message);
  }

  private static void script(Path path, String body) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }
}
