package io.github.kvmcore.report.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kvmcore.Installed;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.report.Plans;
import io.github.kvmcore.report.Shells;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets scripts fetch images, with real curl, qemu-img and packers, from a server of this test. */
class ShellScriptImageTest {
  private static final String[] PROGRAMS = {"curl", "qemu-img", "bzip2", "xz", "gzip"};

  @TempDir Path folder;
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void begin() throws IOException {
    Installed.need(PROGRAMS);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(path + (range == null ? "" : " " + range));
      byte[] bytes = served.get(path);
      if (bytes == null) {
        exchange.sendResponseHeaders(path.contains("broken") ? 500 : 404, -1);
        return;
      }
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
      if (range != null) {
        String part = "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length;
        exchange.getResponseHeaders().set("Content-Range", part);
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
      exchange.getResponseBody().write(bytes, from, bytes.length - from);
    }
  }

  private Shells.Outcome fetch(String source, ImageRequest.Kind kind, Digest digest, long max) {
    ImageRequest request = new ImageRequest(source, kind, target(), digest, max, OsRelease.UNKNOWN);
    String script =
        new ShellScript(folder.resolve("build")).of(Plans.of(new Action.FetchImage(request)), "");
    return Shells.sh(script, null);
  }

  private Shells.Outcome url(String path, Digest digest, long max) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
    return fetch(url, ImageRequest.Kind.URL, digest, max);
  }

  private Path target() {
    return folder.resolve("a target");
  }

  private byte[] made(String... argv) throws IOException {
    assertEquals(0, Shells.run(List.of(argv), "", null).status());
    return Files.readAllBytes(folder.resolve("made"));
  }

  private byte[] qcow2() throws IOException {
    String file = folder.resolve("made").toString();
    return made("qemu-img", "create", "-q", "-f", "qcow2", file, "3M");
  }

  private byte[] packed(String program) throws IOException {
    qcow2();
    String file = folder.resolve("made").toString();
    return made("sh", "-c", program + " -c <'" + file + "' >x.$$ && mv x.$$ '" + file + "'");
  }

  private static Digest digest(String algorithm, byte[] bytes) throws Exception {
    byte[] sum = MessageDigest.getInstance(algorithm).digest(bytes);
    return new Digest(algorithm.replace("-", "").toLowerCase(), HexFormat.of().formatHex(sum));
  }

  private static byte[] digests(String name, byte[] bytes) throws Exception {
    String sum = digest("SHA-512", bytes).hex();
    String zeros = "0".repeat(128);
    return ("# MD5 HASH\n%s  %s\n# SHA512 HASH\n%s  other\n%s  %s\n# SHA1 HASH\n%s  %s\n")
        .formatted(zeros, name, zeros, sum, name, zeros, name)
        .getBytes();
  }

  private void assertWhole(Shells.Outcome outcome, byte[] expected) throws IOException {
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(Arrays.equals(expected, Files.readAllBytes(target())));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.filter(f -> f.toString().contains("target.")).toList());
    }
  }

  @Test
  void everyPackingIsUnpackedAndCheckedAgainstTheListedDigest() throws Exception {
    byte[] image = qcow2();
    for (String packer : List.of("bzip2", "xz", "gzip")) {
      byte[] packed = packed(packer);
      served.put("/d/image.packed", packed);
      served.put("/d/image.packed.DIGESTS", digests("image.packed", packed));
      assertWhole(url("/d/image.packed?x=1", null, 3 << 20), image);
    }
  }

  @Test
  void anInterruptedDownloadGoesOn() throws Exception {
    byte[] image = qcow2();
    served.put("/i", image);
    Files.write(target().resolveSibling("a target.download"), Arrays.copyOf(image, 1000));
    assertWhole(url("/i", digest("SHA-256", image), 0), image);
    assertEquals(List.of("/i bytes=1000-"), requests);
  }

  @Test
  void aWholeDownloadIsNotFetchedAgain() throws Exception {
    byte[] image = qcow2();
    Files.write(target().resolveSibling("a target.download"), image);
    assertWhole(url("/i", digest("SHA-512", image), 0), image);
    assertEquals(List.of(), requests);
  }

  @Test
  void anotherDigestIsThrownAway() throws Exception {
    served.put("/i", qcow2());
    Shells.Outcome outcome = url("/i", digest("SHA-256", new byte[1]), 0);
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("/i has another digest than sha256:"), outcome.err());
    assertFalse(Files.exists(target()));
    assertFalse(Files.exists(target().resolveSibling("a target.download")));
  }

  @Test
  void withoutDigestThereIsAWarning() throws Exception {
    byte[] image = qcow2();
    served.put("/i", image);
    Shells.Outcome outcome = url("/i", null, 0);
    assertTrue(outcome.err().contains("no digest known for http"), outcome.err());
    assertWhole(outcome, image);
  }

  @Test
  void digestsThatCannotBeReadOrDoNotListTheFileAreAFailure() throws Exception {
    served.put("/i", qcow2());
    served.put("/i.DIGESTS", digests("else", new byte[1]));
    Shells.Outcome outcome = url("/i", null, 0);
    assertTrue(outcome.err().contains("/i.DIGESTS lists no SHA-512 of i"), outcome.err());
    served.put("/broken", qcow2());
    outcome = url("/broken", null, 0);
    assertTrue(outcome.err().contains("/broken.DIGESTS can't be fetched (0:500)"), outcome.err());
    assertEquals(1, outcome.status());
    assertFalse(Files.exists(target()));
  }

  @Test
  void aServersErrorIsAFailure() {
    Shells.Outcome outcome = url("/none", new Digest("sha256", "0".repeat(64)), 0);
    assertEquals(22, outcome.status(), outcome.err());
    assertFalse(Files.exists(target()));
  }

  @Test
  void aRawFileBecomesQcow2() throws Exception {
    Path raw = folder.resolve("raw it's");
    byte[] disk = new byte[1 << 20];
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    Files.write(raw, disk);
    Digest digest = digest("SHA-256", disk);
    Shells.Outcome outcome = fetch(raw.toString(), ImageRequest.Kind.FILE, digest, 0);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals("QFI", new String(Files.readAllBytes(target()), 0, 3));
    assertTrue(Files.exists(raw));
  }

  @Test
  void everyUsualListOfDigests() throws Exception {
    byte[] image = qcow2();
    String hex = digest("SHA-512", image).hex();
    served.put("/i", image);
    for (String list :
        List.of(
            hex + "  i\n",
            hex + " *i\r\n",
            "\ufeff" + hex + "  dir/i\n",
            "SHA512 (i) = " + hex + "\n",
            "SHA2-512(i)= " + hex + "\n",
            "0".repeat(128) + "  j\n" + hex + "  i\n")) {
      served.put("/i.DIGESTS", list.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      Files.deleteIfExists(target());
      assertWhole(url("/i", null, 0), image);
      served.put(
          "/i.DIGESTS",
          list.replace(hex, "1" + hex.substring(1))
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      Files.deleteIfExists(target());
      boolean same = hex.startsWith("1");
      assertEquals(same ? 0 : 1, url("/i", null, 0).status(), list);
    }
  }

  @Test
  void whatIsCutOrNoDiskIsRefused() throws Exception {
    Path file = folder.resolve("made");
    qcow2();
    byte[] image = made("qemu-io", "-f", "qcow2", "-c", "write 0 1M", file.toString());
    Files.write(file, Arrays.copyOf(image, image.length - (1 << 16)));
    assertRefused(file, 0, "is damaged or cut, as qemu-img check finds");
    byte[] disk = new byte[1 << 20];
    Files.write(file, disk);
    assertRefused(file, 0, "it has neither a boot sector nor a partition table");
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    System.arraycopy("HdrS".getBytes(), 0, disk, 514, 4);
    Files.write(file, disk);
    assertRefused(file, 0, "is a Linux kernel");
  }

  @Test
  void anImageThatReadsOtherFilesOrIsTooLargeIsRefused() throws Exception {
    Path file = folder.resolve("made");
    Path other = folder.resolve("other");
    Files.write(other, new byte[1 << 20]);
    made("qemu-img", "create", "-q", "-f", "qcow2", "-b", "" + other, "-F", "raw", "" + file);
    assertRefused(file, 0, "has a backing file");
    made("qemu-img", "create", "-q", "-f", "qcow2", "-o", "data_file=" + other, "" + file, "1M");
    assertRefused(file, 0, "has a data file");
    qcow2();
    assertRefused(file, (3 << 20) - 1, "has 3145728 bytes, more than the machines' 3145727");
  }

  private void assertRefused(Path file, long max, String reason) {
    Shells.Outcome outcome = fetch(file.toString(), ImageRequest.Kind.FILE, null, max);
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains(reason), outcome.err());
    assertFalse(Files.exists(target()));
  }

  @Test
  void theSmokeImageIsBuilt() throws IOException {
    Shells.program(folder, "build", "mkdir \"$2\" && printf built >\"$1\"\n");
    assertWhole(fetch("smoke", ImageRequest.Kind.SMOKE, null, 0), "built".getBytes());
  }

  @Test
  void whatMustBeSignedIsLeftToKvmcore() throws Exception {
    OsRelease release = new OsRelease(Os.FLATCAR, "stable", "4152.2.3", "x86_64");
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/f.bz2";
    ImageRequest request =
        new ImageRequest(url, ImageRequest.Kind.URL, target(), null, 0, release, true);
    String script =
        new ShellScript(folder.resolve("build")).of(Plans.of(new Action.FetchImage(request)), "");
    Shells.Outcome refused = Shells.sh(script, null);
    assertTrue(
        refused
            .err()
            .contains("image pull --os flatcar --channel stable --release 4152.2.3 --arch x86_64"),
        refused.toString());
    assertEquals(List.of(), requests);
    Files.write(target(), qcow2());
    assertEquals(0, Shells.sh(script, null).status());
  }
}
