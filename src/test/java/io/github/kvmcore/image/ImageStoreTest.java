package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.LocalFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.Digest;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.OsRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real qemu-img and compressors, and a server on loopback. */
@Timeout(60)
class ImageStoreTest {
  private static final long DISK = 8 << 20;
  private static final long LIMIT = 32 << 20;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir Path folder;
  private final RealPrograms programs = new RealPrograms();
  private final LocalFiles files = new LocalFiles();
  private final List<String> notes = new CopyOnWriteArrayList<>();
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
  private FaultyServer server;
  private Path cache;
  private Path qcow2;
  private ImageStore store;

  @BeforeEach
  void make() throws IOException {
    server = new FaultyServer();
    cache = folder.resolve("deep/cache");
    qcow2 = folder.resolve("disk.img");
    tool("qemu-img", "create", "-q", "-f", "qcow2", qcow2.toString(), Long.toString(DISK));
    tool("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 1M", qcow2.toString());
    store = store(LIMIT);
    programs.ran.clear();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ImageStore store(long maxBytes) {
    Ports ports = (address, port, limit) -> Ports.Answer.CLOSED;
    HttpDownloader downloads =
        new HttpDownloader(
            Map.of(), new HttpDownloader.Limits(Duration.ofSeconds(5), 1L << 30, List.of()));
    return new ImageStore(
        new Outside(programs, files, ports, downloads),
        cache,
        folder.resolve("smoke/build-image"),
        Publishers.of("https://example.org"),
        new ImageStore.Limits(maxBytes, Duration.ofMillis(20), Duration.ofSeconds(30)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private void tool(String... argv) {
    var result = programs.run(Command.of(argv));
    assertTrue(result.ok(), result::explain);
  }

  private byte[] packed(String... argv) {
    Path out = folder.resolve("packed-" + argv[0]);
    var result = programs.run(Command.of(argv).withOutputFile(out));
    assertTrue(result.ok(), result::explain);
    programs.ran.clear();
    try {
      return Files.readAllBytes(out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  private ImageRequest request(String source) {
    return store.request(source, null, false, 0);
  }

  private BaseImage fetch(String source) {
    return store.fetch(request(source), progress);
  }

  private String failure(String source) {
    return assertThrows(KvmcoreException.class, () -> fetch(source)).text();
  }

  /** All that lies in the cache but locks. */
  private List<String> left() {
    return files.list(cache).stream().filter(name -> !name.endsWith(".lock")).toList();
  }

  private void assertSameDisk(Path image) {
    tool("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", qcow2.toString(), image.toString());
  }

  @Test
  void aDownloadIsUnpackedCheckedAndRemembered() throws Exception {
    byte[] packed = packed("bzip2", "-c", qcow2.toString());
    server.files.put("/flatcar/current/a_qemu.img.bz2", packed);
    String url = server.url("/flatcar/current/a_qemu.img.bz2").toString();
    BaseImage image = fetch(url);
    assertTrue(image.path().getFileName().toString().matches("a_qemu-[0-9a-f]{12}\\.qcow2"));
    assertEquals(url, image.source());
    assertEquals(DISK, image.virtualBytes());
    assertEquals(Files.size(image.path()), image.fileBytes());
    assertEquals("sha512:" + sha("SHA-512", packed), image.digest());
    assertEquals("nothing", image.verified());
    assertEquals("2026-01-02T03:04:05Z", image.fetched());
    assertSameDisk(image.path());
    String name = image.path().getFileName().toString();
    assertEquals(List.of(name, name + ".json"), left());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(image.path())));
    assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
    assertEquals(Optional.of(image), store.cached(request(url)));
    assertEquals(List.of(image), store.list());
    assertEquals(
        List.of(
            "warning: nothing confirms the image: no digest is set, and "
                + url
                + ".DIGESTS names no SHA-512 or SHA-256 of it; set vm_image_digest"),
        notes);
  }

  @Test
  @SeedLimit(8)
  void whatIsCachedStartsNothing() {
    BaseImage image = fetch(qcow2.toString());
    programs.ran.clear();
    assertEquals(image, fetch(qcow2.toString()));
    assertEquals(List.of(), programs.names());
  }

  @ParameterizedTest
  @CsvSource({
    "bzip2,,            lbzip2",
    "bzip2,lbzip2,      pbzip2",
    "bzip2,lbzip2 pbzip2, bzip2",
    "gzip,pigz,         gzip",
    "xz,,               xz",
  })
  void theFastestProgramUnpacks(String packer, String hidden, String expected) throws IOException {
    Path file = folder.resolve("x.bin");
    Files.write(file, packed(packer, "-c", qcow2.toString()));
    programs.hide(hidden == null ? new String[0] : hidden.split(" "));
    assertSameDisk(fetch(file.toString()).path());
    assertEquals(expected, programs.names().get(0));
    assertTrue(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "gzip", "xz"})
  void withoutProgramsJavaUnpacks(String packer) throws IOException {
    Path file = folder.resolve("x.bin");
    Path second = folder.resolve("y.bin");
    Files.write(second, packed(packer, "-c", qcow2.toString()));
    Files.write(file, Files.readAllBytes(second));
    programs.hide("lbzip2", "pbzip2", "bzip2", "pigz", "gzip", "xz");
    assertSameDisk(fetch(file.toString()).path());
    assertEquals("qemu-img", programs.names().get(0));
    byte[] cut = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(cut, cut.length / 2));
    String message = failure(file.toString());
    assertTrue(message.startsWith("the image " + file + " is damaged or cut: "), message);
  }

  @Test
  void concatenatedStreamsAreReadToTheEndByJava() throws IOException {
    Path file = folder.resolve("x.bin");
    Path a = Files.write(folder.resolve("a"), java.util.Arrays.copyOf(read(qcow2), 1000));
    byte[] all = read(qcow2);
    Path b = Files.write(folder.resolve("b"), java.util.Arrays.copyOfRange(all, 1000, all.length));
    byte[] first = packed("bzip2", "-c", a.toString());
    Files.delete(folder.resolve("packed-bzip2"));
    byte[] second = packed("bzip2", "-c", b.toString());
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Files.write(file, both);
    programs.hide("lbzip2", "pbzip2", "bzip2");
    assertSameDisk(fetch(file.toString()).path());
  }

  private static byte[] read(Path path) throws IOException {
    return Files.readAllBytes(path);
  }

  @Test
  void aRawDiskBecomesQcow2() throws IOException {
    Path raw = folder.resolve("raw disk.bin");
    tool("qemu-img", "convert", "-O", "raw", qcow2.toString(), raw.toString());
    BaseImage image = fetch(raw.toString());
    assertTrue(image.path().getFileName().toString().startsWith("raw_disk-"));
    assertSameDisk(image.path());
    assertEquals(DISK, Files.size(raw));
  }

  @Test
  void aRawDiskIsNeverProbed() throws IOException {
    byte[] disk = new byte[1 << 20];
    System.arraycopy(read(qcow2), 0, disk, 512, 512);
    Path raw = Files.write(folder.resolve("raw.bin"), disk);
    fetch(raw.toString());
    programs.ran.stream()
        .filter(command -> command.argv().contains("info") || command.argv().contains("convert"))
        .forEach(command -> assertTrue(command.argv().contains("-f"), command::display));
  }

  @Test
  void anInterruptedDownloadIsNeverUsedAndGoneOnFrom() throws Exception {
    byte[] body = read(qcow2);
    server.files.put("/a.img", body);
    String url = server.url("/a.img").toString();
    server.next(Fault.CUT_HALF);
    String message = failure(url);
    long part = Files.size(new Workspace(request(url).target()).download());
    assertTrue(part > 0 && part < body.length);
    assertTrue(message.endsWith("run again: it goes on from byte " + part), message);
    assertEquals(Optional.empty(), store.cached(request(url)));
    assertEquals(List.of(), store.list());
    BaseImage image = fetch(url);
    assertSameDisk(image.path());
    FaultyServer.Seen last = server.seen.get(server.seen.size() - 1);
    assertEquals("bytes=" + part + "-", last.range());
    assertEquals(2, left().size());
  }

  @Test
  void aWrongDigestPutsTheDownloadAside() throws Exception {
    byte[] body = read(qcow2);
    server.files.put("/a.img", body);
    String url = server.url("/a.img").toString();
    Digest wrong = Digest.parse("sha256:" + "0".repeat(64)).orElseThrow();
    ImageRequest request = store.request(url, wrong, false, 0);
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> store.fetch(request, progress));
    assertEquals(
        "the image "
            + url
            + " is not what it should be\n  expected "
            + wrong
            + "\n  actual   sha256:"
            + sha("SHA-256", body)
            + "\nit is kept as "
            + request.target()
            + ".bad and not used; run again to fetch it anew, and if that fails the same way, check"
            + " the URL and the digest",
        e.text());
    assertEquals(ExitCode.STEP_FAILED, e.exitCode());
    assertEquals(List.of(request.target().getFileName() + ".bad"), left());
    assertEquals(1, server.seen.size());
  }

  @Test
  void theRightDigestConfirms() throws Exception {
    server.files.put("/a.img", read(qcow2));
    Digest right = Digest.parse("sha256:" + sha("SHA-256", read(qcow2))).orElseThrow();
    String url = server.url("/a.img").toString();
    assertEquals("digest", store.fetch(store.request(url, right, false, 0), progress).verified());
    assertEquals(List.of(), notes);
  }

  @Test
  void thePublishedDigestsConfirmOrRefuse() throws Exception {
    byte[] body = read(qcow2);
    server.files.put("/a.img", body);
    server.files.put(
        "/a.img.DIGESTS", ("# SHA512 HASH\n" + sha("SHA-512", body) + "  a.img\n").getBytes());
    String url = server.url("/a.img?x=1").toString();
    assertEquals("DIGESTS", fetch(url).verified());
    body[body.length - 1] ^= 1;
    server.etags.put("/a.img", "\"two\"");
    ImageRequest fresh = store.request(url, null, true, 0);
    assertThrows(KvmcoreException.class, () -> store.fetch(fresh, progress));
    assertFalse(Files.exists(fresh.target()));
  }

  @Test
  void forceMakesANewGenerationAndLeavesTheOld() throws IOException {
    Path first = fetch(qcow2.toString()).path();
    byte[] before = read(first);
    ImageRequest forced = store.request(qcow2.toString(), null, true, 0);
    assertEquals(first.toString().replace(".qcow2", "-2.qcow2"), forced.target().toString());
    assertEquals(first, request(qcow2.toString()).target());
    Path second = store.fetch(forced, progress).path();
    assertEquals(second, request(qcow2.toString()).target());
    assertArrayEquals(before, read(first));
    Files.delete(SideFile.beside(second));
    assertEquals(first, request(qcow2.toString()).target());
    Files.delete(SideFile.beside(first));
    assertEquals(
        first.toString().replace(".qcow2", "-3.qcow2"),
        request(qcow2.toString()).target().toString());
  }

  @Test
  void anImageOfAnotherSizeThanNotedIsNotCached() throws IOException {
    ImageRequest request = request(qcow2.toString());
    Path image = store.fetch(request, progress).path();
    Files.write(image, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    assertEquals(Optional.empty(), store.cached(request));
    Files.writeString(SideFile.beside(image), "{");
    assertEquals(Optional.empty(), store.cached(request));
  }

  @Test
  void aChangedFileIsAnotherImage() throws IOException {
    Path before = request(qcow2.toString()).target();
    Files.write(qcow2, new byte[512], java.nio.file.StandardOpenOption.APPEND);
    assertFalse(before.equals(request(qcow2.toString()).target()));
  }

  @Test
  void aLinkedFileAndAFileUrlAreTaken() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), qcow2);
    assertSameDisk(fetch(link.toString()).path());
    assertEquals(request(qcow2.toUri().toString()).target(), request(qcow2.toString()).target());
  }

  @Test
  void twoRunsFetchOnce() throws Exception {
    server.files.put("/a.img", read(qcow2));
    server.next(Fault.SLOW);
    String url = server.url("/a.img").toString();
    List<Object> got = new CopyOnWriteArrayList<>();
    List<Thread> threads = new java.util.ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  got.add(fetch(url));
                } catch (KvmcoreException e) {
                  got.add(e.text());
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2, got.size());
    assertTrue(
        notes.contains("another run is fetching " + request(url).target() + ": waiting for it"),
        notes::toString);
    assertEquals(got.get(0), got.get(1));
    assertTrue(got.get(0) instanceof BaseImage, got::toString);
    assertEquals(1, server.seen.stream().filter(seen -> seen.path().equals("/a.img")).count());
  }

  @Test
  void whoWaitedFindsTheImageThere() throws Exception {
    ImageRequest request = request(qcow2.toString());
    Files.createDirectories(cache);
    var lock = files.tryLock(new Workspace(request.target()).lock(), "a test").orElseThrow();
    List<BaseImage> got = new CopyOnWriteArrayList<>();
    Thread thread = new Thread(() -> got.add(store.fetch(request, progress)));
    thread.start();
    while (notes.isEmpty()) {
      Thread.sleep(5);
    }
    BaseImage other =
        new BaseImage(
            "other", request.target(), Files.size(qcow2), DISK, "", "", "then", OsRelease.UNKNOWN);
    SideFile.write(files, other, "sha512:" + "0".repeat(128));
    Files.copy(qcow2, request.target());
    lock.close();
    thread.join();
    assertEquals(List.of(other), got);
    assertEquals(List.of(), programs.names());
  }

  @Test
  void leftoversOfADeadRunAreCleared() throws IOException {
    Workspace workspace = new Workspace(request(qcow2.toString()).target());
    Files.createDirectories(workspace.buildFolder().resolve("x"));
    Files.writeString(workspace.unpacked(), "half");
    Files.writeString(workspace.converted(), "half");
    fetch(qcow2.toString());
    assertEquals(2, left().size());
  }

  @Test
  void aDiskLargerThanTheMachinesIsKeptButRefused() {
    ImageRequest request = store.request(qcow2.toString(), null, false, DISK - 1);
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> store.fetch(request, progress));
    assertEquals(
        "the disk of the image "
            + qcow2
            + " is 8.0 MiB (8388608 bytes), but vm_disk_size is 8.0 MiB (8388607 bytes): make"
            + " vm_disk_size at least 8388608",
        e.text());
    assertEquals(ExitCode.SETTINGS, e.exitCode());
    assertThrows(KvmcoreException.class, () -> store.cached(request));
    assertEquals(1, store.list().size());
  }

  @Test
  void aBackingFileIsRefusedBeforeQemuSeesIt() {
    Path bad = folder.resolve("bad.img");
    tool("qemu-img", "create", "-q", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", "" + bad);
    programs.ran.clear();
    assertEquals(
        "the image "
            + bad
            + " names a backing file: it is an overlay of another image, which could be any file"
            + " of this host\nit is not used",
        failure(bad.toString()));
    assertEquals(List.of(), programs.names());
    assertEquals(List.of(), left());
  }

  @Test
  void anExternalDataFileIsRefusedBeforeQemuSeesIt() {
    Path bad = folder.resolve("bad.img");
    String option = "data_file=" + folder.resolve("data");
    tool("qemu-img", "create", "-q", "-f", "qcow2", "-o", option, bad.toString(), "1M");
    programs.ran.clear();
    assertEquals(
        "the image "
            + bad
            + " keeps its data in an external data file, which could be any file of this host\nit is not used",
        failure(bad.toString()));
    assertEquals(List.of(), programs.names());
  }

  @Test
  void aHeaderWithRubbishBehindItIsRefusedByQemu() throws IOException {
    byte[] bytes = read(qcow2);
    java.util.Arrays.fill(bytes, 40, 72, (byte) 0xff);
    Path bad = Files.write(folder.resolve("bad.img"), bytes);
    String message = failure(bad.toString());
    assertTrue(
        message.startsWith("the image " + bad + " can't be read by qemu-img\n  command: "),
        message);
  }

  @Test
  void aWebPageIsRefusedAndPutAside() {
    server.files.put("/a.img", "<!DOCTYPE html><p>Log in".getBytes(StandardCharsets.UTF_8));
    String url = server.url("/a.img").toString();
    assertTrue(
        failure(url)
            .startsWith("the image " + url + " is a web page, not an image\nit is kept as "));
    assertEquals(List.of(request(url).target().getFileName() + ".bad"), left());
  }

  @Test
  void compressedTwiceIsRefused() throws IOException {
    Path once = Files.write(folder.resolve("a"), packed("bzip2", "-c", qcow2.toString()));
    Path twice = Files.write(folder.resolve("b"), packed("gzip", "-c", once.toString()));
    assertEquals(
        "the image "
            + twice
            + " is compressed twice: inside is another bzip2 file; unpack it first\nit is not used",
        failure(twice.toString()));
  }

  @Test
  void aDamagedPackIsRefusedWithWhatTheProgramSaid() throws IOException {
    byte[] packed = packed("bzip2", "-c", qcow2.toString());
    Path cut =
        Files.write(folder.resolve("a"), java.util.Arrays.copyOf(packed, packed.length - 20));
    programs.hide("lbzip2", "pbzip2");
    String message = failure(cut.toString());
    assertTrue(
        message.startsWith(
            "the image " + cut + " can't be unpacked; it is damaged or cut\n  command: bzip2 -dc"),
        message);
    assertEquals(List.of(), left());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBombIsStopped(boolean byProgram) throws IOException {
    Path zeros = folder.resolve("zeros");
    try (var channel =
        java.nio.channels.FileChannel.open(
            zeros,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.allocate(1), 100L << 20);
    }
    Path bomb = Files.write(folder.resolve("bomb"), packed("gzip", "-1", "-c", zeros.toString()));
    Files.delete(zeros);
    if (!byProgram) {
      programs.hide("pigz", "gzip");
    }
    store = store(4 << 20);
    assertEquals(
        "the image "
            + bomb
            + " becomes larger than 4.0 MiB when unpacked; that is no image\nit is not used",
        failure(bomb.toString()));
    assertEquals(List.of(), left());
  }

  @Test
  void aMissingQemuImgIsTheHostsFault() {
    programs.hide("qemu-img");
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> fetch(qcow2.toString()));
    assertEquals(ExitCode.HOST, e.exitCode());
    assertTrue(e.text().endsWith("`kvmcore doctor` names the package"), e.text());
  }

  @Test
  void theSmokeGuestIsBuiltAndABuildersErrorShown() throws IOException {
    Path builder = Files.createDirectories(folder.resolve("smoke")).resolve("build-image");
    Files.writeString(builder.resolveSibling("init"), "1");
    script(builder, "touch \"$2/x\" && cp " + qcow2 + " \"$1\"");
    BaseImage image = fetch("smoke");
    assertEquals("smoke", image.source());
    assertEquals("built", image.verified());
    assertEquals(2, left().size());
    Path before = image.path();
    Files.writeString(builder.resolveSibling("init"), "2");
    assertFalse(before.equals(request("smoke").target()));
    script(builder, "echo no mformat >&2; exit 3");
    String message = failure("smoke");
    assertTrue(message.startsWith("can't build the smoke guest's image\n  command: "), message);
    assertTrue(message.endsWith("exit status 3; it said:\n  | no mformat"), message);
  }

  private static void script(Path path, String body) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/x,       'a URL begins with http://, https:// or file:///'",
    "'',              'a URL begins with http://, https:// or file:///'",
    "http://h/a b,    'it is no URL; write special characters as %20 and so on'",
    "/no/such/file,   'there is no such file'",
    "/etc,            'it is not a file'",
  })
  void wrongSourcesAreWrongSettings(String source, String why) {
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> request(source));
    assertEquals("the image '" + source + "' can't be used: " + why, e.text());
    assertEquals(ExitCode.SETTINGS, e.exitCode());
  }

  @Test
  void aPasswordChangesNoNameAndIsNotKept() throws Exception {
    server.files.put("/a.img", read(qcow2));
    String url = "http://me:secret@127.0.0.1:" + server.port() + "/a.img";
    assertEquals(request(server.url("/a.img").toString()).target(), request(url).target());
    BaseImage image = fetch(url);
    assertFalse(image.source().contains("secret"));
    assertFalse(String.join("", notes).contains("secret"));
  }
}
