package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/**
 * A store of images in a test's folder, with the real qemu-img and compressors, a server on
 * loopback and a disk that can be an image.
 */
public final class TestStore implements AutoCloseable {
  static final long DISK = 8 << 20;
  private static final long LIMIT = 32 << 20;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  final RealPrograms programs = new RealPrograms();
  final HostAccess access = programs.access(1);
  final HostFiles files = access.files();
  final Told told = new Told();
  final List<String> notes = told.notes;
  final FaultyServer server = new FaultyServer();
  final Path folder;
  final Path cache;
  final Path qcow2;
  ImageStore store;

  TestStore(Path folder) throws IOException {
    this.folder = folder;
    this.cache = folder.resolve("deep/cache");
    this.qcow2 = folder.resolve("disk.img");
    programs.tool("qemu-img", "create", "-q", "-f", "qcow2", qcow2.toString(), "" + DISK);
    programs.tool(
        "qemu-io",
        "-f",
        "qcow2",
        "-c",
        "write -P 7 0 1M",
        "-c", // a boot sector's signature
        "write -P 0x55 510 1",
        "-c",
        "write -P 0xaa 511 1",
        qcow2.toString());
    limit(LIMIT);
  }

  @Override
  public void close() {
    server.close();
  }

  /** A store that takes no image that becomes larger. */
  void limit(long maxBytes) {
    store = store(Publishers.of("https://example.org"), maxBytes);
  }

  ImageStore store(CatalogueSettings catalogue) {
    return store(catalogue, LIMIT);
  }

  private ImageStore store(CatalogueSettings catalogue, long maxBytes) {
    return new ImageStore(
        access,
        cache,
        folder.resolve("smoke/build-image"),
        catalogue,
        new ImageStore.Limits(maxBytes, Duration.ofMillis(20), Duration.ofSeconds(30)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  byte[] packed(String... argv) throws IOException {
    return programs.output(folder.resolve("packed"), argv);
  }

  public static String sha(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  ImageRequest request(Path source) {
    return request(source.toString());
  }

  ImageRequest request(String source) {
    return store.request(source, null, false, 0);
  }

  BaseImage fetch(Path source) {
    return fetch(request(source));
  }

  BaseImage fetch(String source) {
    return fetch(request(source));
  }

  BaseImage fetch(ImageRequest request) {
    return store.fetch(request, told);
  }

  String failure(String source) {
    return assertThrows(KvmcoreException.class, () -> fetch(source)).text();
  }

  /** All that lies in the cache but locks. */
  List<String> left() {
    return files.list(cache).stream().filter(name -> !name.endsWith(".lock")).toList();
  }

  void assertSameDisk(Path image) {
    programs.tool("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", qcow2 + "", image + "");
  }
}
