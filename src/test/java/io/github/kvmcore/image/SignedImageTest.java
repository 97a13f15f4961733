package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.LocalFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.catalogue.Catalogue;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.Os;
import io.github.kvmcore.settings.CatalogueSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of the catalogue, with the real gpg, gpgv and qemu-img and a server on loopback. */
@Timeout(60)
class SignedImageTest {
  private static final String OLD = "20200101T000000!";

  @TempDir static Path keys;
  private static TestKey key;
  private static TestKey other;
  private static TestKey expired;

  @TempDir Path folder;
  private final RealPrograms programs = new RealPrograms();
  private final LocalFiles files = new LocalFiles();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private FaultyServer server;
  private Path cache;
  private byte[] packed;
  private byte[] xz;
  private byte[] qcow2;

  @BeforeAll
  static void makeKeys() throws IOException {
    key = new TestKey(keys.resolve("a"), "Image Builds <a@example.org>", "never");
    other = new TestKey(keys.resolve("b"), "Somebody Else <b@example.org>", "never");
    expired =
        new TestKey(
            keys.resolve("c"),
            "Long Ago <c@example.org>",
            "2020-06-01",
            "--faked-system-time",
            OLD);
  }

  @AfterAll
  static void endAgents() {
    List.of(key, other, expired).forEach(TestKey::close);
  }

  @BeforeEach
  void make() throws IOException {
    server = new FaultyServer();
    cache = folder.resolve("cache");
    Path image = folder.resolve("disk.img");
    tool(Command.of("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "8M"));
    qcow2 = Files.readAllBytes(image);
    packed = pack("bzip2", image);
    xz = pack("xz", image);
    server.files.put("/keys", key.publicKey(true));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void tool(Command command) {
    var result = programs.run(command);
    assertTrue(result.ok(), result::explain);
  }

  private byte[] pack(String program, Path image) throws IOException {
    Path out = folder.resolve("x." + program);
    tool(Command.of(program, "-c", image.toString()).withOutputFile(out));
    return Files.readAllBytes(out);
  }

  private static String sha(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private CatalogueSettings settings(Os os, boolean verify, List<Path> given, String... pins) {
    return Publishers.of(server.url("").toString(), os, null, verify, given, List.of(pins));
  }

  private ImageStore store(CatalogueSettings settings) {
    Ports ports = (address, port, limit) -> Ports.Answer.CLOSED;
    HttpDownloader downloads =
        new HttpDownloader(
            Map.of(), new HttpDownloader.Limits(Duration.ofSeconds(5), 1L << 30, List.of()));
    return new ImageStore(
        new Outside(programs, files, ports, downloads),
        cache,
        folder.resolve("smoke/build-image"),
        settings,
        new ImageStore.Limits(32 << 20, Duration.ofMillis(20), Duration.ofSeconds(30)),
        Clock.systemUTC());
  }

  private final ImageProgress progress =
      new ImageProgress() {
        @Override
        public void note(String text) {
          notes.add(text);
        }

        @Override
        public void warn(String text) {
          notes.add("warning: " + text);
        }

        @Override
        public void transferred(String what, long bytes, long total) {}
      };

  private BaseImage fetch(CatalogueSettings settings) {
    ImageStore store = store(settings);
    HttpDownloader downloads =
        new HttpDownloader(
            Map.of(), new HttpDownloader.Limits(Duration.ofSeconds(5), 1L << 30, List.of()));
    ImageRequest request =
        store.request(
            new Catalogue(downloads, settings).newest(settings.os(), "stable", "x86_64"),
            null,
            false,
            0);
    return store.fetch(request, progress);
  }

  private String failure(CatalogueSettings settings) {
    return assertThrows(KvmcoreException.class, () -> fetch(settings)).text();
  }

  private static final String IMAGE =
      "/stable/amd64-usr/4152.2.3/flatcar_production_qemu_image.img.bz2";

  private String digests() {
    return "# MD5 HASH\n"
        + "0".repeat(32)
        + "  flatcar_production_qemu_image.img.bz2\n# SHA512 HASH\n"
        + sha("SHA-512", packed)
        + "  flatcar_production_qemu_image.img.bz2\n";
  }

  private void flatcar() {
    server.files.put(
        "/stable/amd64-usr/current/version.txt",
        "FLATCAR_VERSION=4152.2.3\n".getBytes(StandardCharsets.UTF_8));
    server.files.put(IMAGE, packed);
  }

  private void listed(byte[] list) {
    server.files.put(IMAGE + ".DIGESTS.asc", list);
  }

  private void fedora(byte[] image, String sha256, String unpacked) {
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

  private List<String> bad() {
    return files.list(cache).stream().filter(name -> name.endsWith(".bad")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpgv", "gpg"})
  void aSignedListOfDigestsConfirms(String program) throws IOException {
    programs.hide(program.equals("gpg") ? "gpgv" : "none");
    flatcar();
    listed(key.clearsign(digests()));
    BaseImage image = fetch(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertEquals("signature " + key.fingerprint, image.verified());
    assertEquals("4152.2.3", image.release().version());
    assertTrue(programs.names().contains(program), programs.names().toString());
    assertEquals(List.of(), notes);
    assertTrue(Files.exists(cache.resolve("keys/flatcar.gpg")));
    assertEquals(
        List.of(),
        files.list(cache.resolve("keys")).stream().filter(it -> it.startsWith(".")).toList());
  }

  @Test
  void aListThatIsSignedApart() throws IOException {
    flatcar();
    byte[] list = digests().getBytes(StandardCharsets.UTF_8);
    server.files.put(IMAGE + ".DIGESTS", list);
    server.files.put(IMAGE + ".DIGESTS.sig", key.detached(list));
    assertEquals(
        "signature " + key.fingerprint,
        fetch(settings(Os.FLATCAR, true, List.of(), key.fingerprint)).verified());
  }

  @Test
  void theSignatureOfTheImageItself() throws IOException {
    flatcar();
    server.files.put(IMAGE + ".sig", key.detached(packed));
    Path given = folder.resolve("given.asc");
    Files.write(given, key.publicKey(true));
    server.files.remove("/keys");
    assertEquals(
        "signature " + key.fingerprint,
        fetch(settings(Os.FLATCAR, true, List.of(given), key.fingerprint)).verified());
  }

  @Test
  void fedora() throws IOException {
    server.files.put("/keys", key.publicKey(false));
    fedora(xz, sha("SHA-256", xz), sha("SHA-256", qcow2));
    server.files.put("/f/x-qemu.x86_64.qcow2.xz.sig", key.detached(xz));
    BaseImage image = fetch(settings(Os.FCOS, true, List.of(), key.fingerprint));
    assertEquals("signature " + key.fingerprint, image.verified());
    assertEquals("41.20250117.3.0", image.release().version());
  }

  @Test
  void whatIsInItIsLookedAt() throws IOException {
    server.files.put("/keys", key.publicKey(false));
    fedora(xz, sha("SHA-256", xz), "0".repeat(64));
    server.files.put("/f/x-qemu.x86_64.qcow2.xz.sig", key.detached(xz));
    String said = failure(settings(Os.FCOS, true, List.of(), key.fingerprint));
    assertTrue(said.contains("  expected sha256:" + "0".repeat(64)), said);
    assertEquals(1, bad().size());
  }

  @Test
  void aChangedList() throws IOException {
    flatcar();
    listed(
        new String(key.clearsign(digests()), StandardCharsets.UTF_8)
            .replace("# MD5", "# MD4")
            .getBytes(StandardCharsets.UTF_8));
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("was changed after it was signed: the signature is bad"), said);
  }

  @Test
  void whatStandsAroundTheSignedPartDoesNotCount() throws IOException {
    flatcar();
    String signed = new String(key.clearsign("# SHA512 HASH\n"), StandardCharsets.UTF_8);
    listed((digests() + signed + digests()).getBytes(StandardCharsets.UTF_8));
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is not in the signed list of digests"), said);
  }

  @Test
  void anImageThatTheSignatureIsNotOf() throws IOException {
    flatcar();
    server.files.put(IMAGE + ".sig", key.detached("another".getBytes(StandardCharsets.UTF_8)));
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("was changed after it was signed: the signature is bad"), said);
    assertEquals(1, bad().size());
    assertEquals(List.of(), store(settings(Os.FLATCAR, true, List.of())).list());
  }

  @Test
  void aWrongDigest() throws IOException {
    flatcar();
    listed(key.clearsign(digests()));
    packed[packed.length - 1] ^= 1;
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is not what it should be"), said);
    assertEquals(1, bad().size());
  }

  @Test
  void somebodyElsesKey() throws IOException {
    flatcar();
    listed(other.clearsign(digests()));
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is signed by somebody else's key, "), said);
    server.files.remove(IMAGE + ".DIGESTS.asc");
    server.files.put(IMAGE + ".sig", other.detached(packed));
    said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is signed by somebody else's key"), said);
  }

  @Test
  void aKeyThatIsNotPinnedIsNotTaken() throws IOException {
    flatcar();
    listed(key.clearsign(digests()));
    String said = failure(settings(Os.FLATCAR, true, List.of()));
    assertTrue(said.contains("is one that may sign images of flatcar"), said);
    assertTrue(said.contains(key.fingerprint + "  Image Builds <a@example.org>"), said);
    assertTrue(said.contains("F88CFEDEFF29A5B4D9523864E25D9AED0593B34A"), said);
    assertTrue(said.contains("image_key_fingerprints"), said);
    assertEquals(List.of(), files.list(cache.resolve("keys")));
  }

  @Test
  void ofTwoKeysOnlyThePinnedOneCounts() throws IOException {
    flatcar();
    Path both = folder.resolve("both.gpg");
    byte[] one = key.publicKey(false);
    byte[] two = other.publicKey(false);
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    Files.write(both, all);
    listed(other.clearsign(digests()));
    String said = failure(settings(Os.FLATCAR, true, List.of(both), key.fingerprint));
    assertTrue(said.contains("is signed by a key that is not pinned, " + other.fingerprint), said);
  }

  @Test
  void nothingIsSigned() {
    flatcar();
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("is not signed: there is neither a signed list of digests"), said);
    assertTrue(said.contains("--no-verify"), said);
  }

  @Test
  void anExpiredKey() throws IOException {
    flatcar();
    server.files.put("/keys", expired.publicKey(true));
    listed(expired.clearsign(digests(), "--faked-system-time", "20200201T000000!"));
    String said = failure(settings(Os.FLATCAR, true, List.of(), expired.fingerprint));
    assertTrue(
        said.contains("is signed by a key that has expired since, " + expired.fingerprint), said);
    assertTrue(said.contains("rm " + cache.resolve("keys/flatcar.gpg")), said);
    assertEquals(2, server.seen.stream().filter(it -> it.path().equals("/keys")).count());
  }

  @Test
  void aKeyThatWasRenewedIsFetchedByItself() throws IOException {
    flatcar();
    listed(key.clearsign(digests()));
    String[] pins = {key.fingerprint, other.fingerprint};
    server.files.put("/keys", other.publicKey(true));
    failure(settings(Os.FLATCAR, true, List.of(), pins));
    server.files.put("/keys", key.publicKey(true));
    assertEquals(
        "signature " + key.fingerprint,
        fetch(settings(Os.FLATCAR, true, List.of(), pins)).verified());
  }

  @Test
  void noProgram() throws IOException {
    programs.hide("gpgv", "gpg");
    flatcar();
    listed(key.clearsign(digests()));
    String said = failure(settings(Os.FLATCAR, true, List.of(), key.fingerprint));
    assertTrue(said.contains("this host has neither gpgv nor gpg"), said);
  }

  @Test
  void withoutVerifyingNothingVouchesForIt() {
    flatcar();
    assertEquals("nothing", fetch(settings(Os.FLATCAR, false, List.of())).verified());
  }

  @Test
  void anImageThatIsNamedIsCheckedWhereKeysAreGiven() throws IOException {
    Path given = folder.resolve("given.asc");
    Files.write(given, key.publicKey(true));
    server.files.put("/x/my.img.bz2", packed);
    server.files.put("/x/my.img.bz2.sig", key.detached(packed));
    ImageStore store = store(settings(Os.OTHER, true, List.of(given), key.fingerprint));
    String url = server.url("/x/my.img.bz2").toString();
    assertEquals(
        "signature " + key.fingerprint,
        store.fetch(store.request(url, null, false, 0), progress).verified());
  }
}
