package io.github.kvmcore.image;

import static io.github.kvmcore.image.TestStore.sha;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.catalogue.Catalogue;
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
import org.jspecify.annotations.Nullable;

/** A publisher of images of the catalogue, on loopback, and stores that fetch from it. */
final class SignedSite implements AutoCloseable {
  /** Flatcar's newest. */
  static final String IMAGE = "/stable/amd64-usr/4152.2.3/flatcar_production_qemu_image.img.bz2";

  final TestStore images;
  final FaultyServer server;
  final byte[] packed;
  final byte[] xz;
  final byte[] qcow2;

  /** It publishes the key; an image and what signs it are put there by the test. */
  SignedSite(Path folder, TestKey key) throws IOException {
    images = new TestStore(folder);
    server = images.server;
    qcow2 = Files.readAllBytes(images.qcow2);
    packed = images.packed("bzip2", "-c", images.qcow2.toString());
    xz = images.packed("xz", "-c", images.qcow2.toString());
    server.files.put("/keys", key.publicKey(true));
  }

  @Override
  public void close() {
    images.close();
  }

  CatalogueSettings settings(Os os, boolean verify, List<Path> given, String... pins) {
    return Publishers.of(server.url("").toString(), os, null, verify, given, List.of(pins));
  }

  ImageStore store(CatalogueSettings settings) {
    return images.store(settings);
  }

  ImageRequest newest(CatalogueSettings settings, @Nullable Digest digest) {
    Catalogue catalogue = new Catalogue(images.access.downloads(), settings);
    return store(settings)
        .request(catalogue.newest(settings.os(), "stable", "x86_64"), digest, false, 0);
  }

  BaseImage fetch(CatalogueSettings settings) {
    return store(settings).fetch(newest(settings, null), images.told);
  }

  String failure(CatalogueSettings settings) {
    return assertThrows(KvmcoreException.class, () -> fetch(settings)).text();
  }

  String digests() {
    return "# MD5 HASH\n"
        + "0".repeat(32)
        + "  flatcar_production_qemu_image.img.bz2\n# SHA512 HASH\n"
        + sha("SHA-512", packed)
        + "  flatcar_production_qemu_image.img.bz2\n";
  }

  void flatcar() {
    server.files.put(
        "/stable/amd64-usr/current/version.txt",
        "FLATCAR_VERSION=4152.2.3\n".getBytes(StandardCharsets.UTF_8));
    server.files.put(IMAGE, packed);
  }

  /** The plain file beside it. */
  void plain() {
    server.files.put(IMAGE.replace(".bz2", ""), qcow2);
  }

  void listed(byte[] list) {
    server.files.put(IMAGE + ".DIGESTS.asc", list);
  }

  void fedora(byte[] image, String sha256, String unpacked) {
    server.files.put(
        "/streams/stable.json",
        """
        {"architectures": {"x86_64": {"artifacts": {"qemu": {"release": "41.20250117.3.0",
          "formats": {"qcow2.xz": {"disk": {"location": "/f/x-qemu.x86_64.qcow2.xz",
            "sha256": "%s", "uncompressed-sha256": "%s"}}}}}}}}
        """
            .formatted(sha256, unpacked)
            .getBytes(StandardCharsets.UTF_8));
    server.files.put("/f/x-qemu.x86_64.qcow2.xz", image);
  }

  /** What was fetched and put aside. */
  List<String> bad() {
    return images.files.list(images.cache).stream().filter(name -> name.endsWith(".bad")).toList();
  }
}
