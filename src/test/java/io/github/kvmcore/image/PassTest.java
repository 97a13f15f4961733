package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.LocalFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.Pass.Passed;
import io.github.kvmcore.model.Digest;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.OsRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over bytes from a server on loopback, with the host's real programs. */
@Timeout(60)
class PassTest {
  private static final Expected NOTHING = new Expected(null, null, null, "nothing");
  private static final long LIMIT = 32 << 20;

  @TempDir Path folder;
  private final RealPrograms programs = new RealPrograms();
  private final LocalFiles files = new LocalFiles();
  private final List<Long> unpacked = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private byte[] plain;
  private byte[] packed;
  private FaultyServer server;
  private Workspace workspace;

  private final ImageProgress progress =
      new ImageProgress() {
        @Override
        public void note(String text) {}

        @Override
        public void warn(String text) {}

        @Override
        public void transferred(String what, long bytes, long total) {
          told.add(what + " " + bytes + "/" + total);
        }

        @Override
        public void unpacked(String what, long bytes) {
          unpacked.add(bytes);
        }
      };

  @BeforeEach
  void serve() throws IOException {
    server = new FaultyServer();
    workspace = new Workspace(folder.resolve("a.qcow2"));
    plain = plain(1);
    packed = packed("bzip2", plain);
    server.files.put("/a.bz2", packed);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] plain(int seed) {
    byte[] bytes = new byte[3 << 20];
    new Random(seed).nextBytes(bytes);
    Arrays.fill(bytes, 1 << 20, 2 << 20, (byte) 0);
    return bytes;
  }

  private byte[] packed(String program, byte[] bytes) throws IOException {
    Path in = Files.write(folder.resolve("in"), bytes);
    Path out = folder.resolve("out");
    CommandResult result =
        programs.run(Command.of(program, "-c", in.toString()).withOutputFile(out));
    assertTrue(result.ok(), result::explain);
    byte[] made = Files.readAllBytes(out);
    Files.delete(out);
    return made;
  }

  private static Digest digest(String algorithm, byte[] bytes) {
    try {
      String name = new Digest(algorithm, "").javaName();
      byte[] hash = MessageDigest.getInstance(name).digest(bytes);
      return new Digest(algorithm, HexFormat.of().formatHex(hash));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outside outside(int tries) {
    Ports ports = (address, port, limit) -> Ports.Answer.CLOSED;
    List<Duration> pauses = Collections.nCopies(tries - 1, Duration.ofMillis(5));
    HttpDownloader downloads =
        new HttpDownloader(
            Map.of(), new HttpDownloader.Limits(Duration.ofSeconds(5), 1L << 30, pauses));
    return new Outside(programs, files, ports, downloads);
  }

  private Passed pass(Expected expected, int tries) {
    ImageRequest request =
        new ImageRequest(
            server.url("/a.bz2").toString(),
            ImageRequest.Kind.URL,
            workspace.target(),
            null,
            0,
            OsRelease.UNKNOWN);
    Outside outside = outside(tries);
    workspace.clear(files);
    Origin origin = new Origins(outside, folder, progress).of(request, workspace);
    return new Pass(outside, LIMIT, progress, "a.bz2", expected, workspace.unpacked()).run(origin);
  }

  private String refusal(Expected expected) {
    return assertThrows(RefusedException.class, () -> pass(expected, 1)).reason();
  }

  private void assertRight(Passed passed) throws IOException {
    assertArrayEquals(plain, Files.readAllBytes(passed.image()));
    assertEquals(digest("sha512", packed), passed.digest());
  }

  private static SignatureCheck signature(String script) {
    return new SignatureCheck() {
      @Override
      public Command command() {
        return Command.of("sh", "-c", script);
      }

      @Override
      public void judge(CommandResult result) {
        if (!result.ok()) {
          throw new RefusedException("has a bad signature: " + result.out().strip());
        }
      }
    };
  }

  @Test
  void allWitnessesAgree() throws IOException {
    String sum = digest("sha256", packed).hex();
    Expected expected =
        new Expected(
            digest("sha256", packed),
            digest("sha256", plain),
            signature("test \"$(sha256sum)\" = '" + sum + "  -'"),
            "signature");
    assertRight(pass(expected, 1));
    assertEquals(
        List.of((long) plain.length), unpacked.subList(unpacked.size() - 1, unpacked.size()));
    assertEquals("a.bz2 " + packed.length + "/" + packed.length, told.get(told.size() - 1));
  }

  @Test
  void whatIsNotPackedIsItsOwnInside() throws IOException {
    packed = plain;
    server.files.put("/a.bz2", packed);
    assertRight(pass(new Expected(null, digest("sha256", plain), null, ""), 1));
    assertEquals(
        "is not what it should be",
        refusal(new Expected(null, digest("sha256", new byte[0]), null, ""))
            .lines()
            .findFirst()
            .orElse(""));
  }

  @Test
  void theDigestOfTheWrittenImageIsTakenOnTheWay() throws IOException {
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 0, plain, 0, 4);
    plain[plain.length - 1] = 0;
    packed = packed("bzip2", plain);
    server.files.put("/a.bz2", packed);
    Passed passed = pass(NOTHING, 1);
    assertRight(passed);
    assertEquals(digest("sha512", plain), passed.written());
  }

  @Test
  void whatIsInsideIsReadOnceForItsDigest() throws IOException {
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 0, plain, 0, 4);
    packed = packed("bzip2", plain);
    server.files.put("/a.bz2", packed);
    Passed passed = pass(new Expected(null, digest("sha256", plain), null, ""), 1);
    assertEquals(digest("sha256", plain), passed.written());
    assertEquals(2, programs.ran.stream().filter(c -> c.program().equals("openssl")).count());
  }

  @Test
  void coreutilsTakeTheDigestsWhereThereIsNoOpenssl() throws IOException {
    programs.hide("openssl");
    assertRight(pass(new Expected(null, digest("sha256", plain), null, ""), 1));
    assertTrue(programs.ran.stream().anyMatch(c -> c.program().equals("sha256sum")));
  }

  @Test
  void withoutTheProgramsJavaTakesTheDigests() throws IOException {
    programs.hide("openssl", "sha512sum", "sha256sum", "lbzip2", "pbzip2", "bzip2");
    assertRight(pass(new Expected(null, digest("sha256", plain), null, ""), 1));
  }

  @Test
  void aWrongDigestOfTheFileIsToldBeforeItsDamage() {
    packed[packed.length / 2] ^= 0x55;
    Digest right = digest("sha512", plain);
    String reason = refusal(new Expected(right, null, null, ""));
    assertTrue(
        reason.startsWith("is not what it should be\n  expected " + right + "\n  actual"), reason);
  }

  @Test
  void aDamagedFileIsRefused() {
    packed[packed.length / 2] ^= 0x55;
    assertTrue(refusal(NOTHING).startsWith("can't be unpacked; it is damaged or cut\n"));
  }

  @Test
  void aBadSignatureIsRefusedAlsoWhereItsProgramReadsNothing() {
    assertEquals(
        "has a bad signature: no key",
        refusal(new Expected(null, null, signature("echo no key; exit 2"), "")));
  }

  @Test
  void aMissingProgramForTheSignatureIsTheHostsFault() {
    programs.hide("sh");
    Expected expected = new Expected(null, null, signature(""), "");
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> pass(expected, 1));
    assertEquals(ExitCode.HOST, e.exitCode());
  }

  @Test
  void aWrongDigestOfWhatIsInsideIsRefused() {
    Digest wrong = digest("sha256", packed);
    String reason = refusal(new Expected(null, wrong, null, ""));
    assertEquals(
        "is not what it should be\n  expected "
            + wrong
            + " of what is inside\n  actual   "
            + digest("sha256", plain),
        reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "gzip", "xz"})
  void whatFollowsThePackedBytesIsRefused(String program) throws IOException {
    byte[] once = packed(program, plain);
    byte[] more = Arrays.copyOf(once, once.length + 100_000);
    Arrays.fill(more, once.length, more.length, (byte) 'x');
    server.files.put("/a.bz2", more);
    String reason = refusal(NOTHING);
    assertTrue(reason.matches("(?s)(can't be unpacked|has something else behind).*"), reason);
    programs.hide("lbzip2", "pbzip2", "pigz");
    reason = refusal(NOTHING);
    assertTrue(reason.matches("(?s)(can't be unpacked|has something else behind).*"), reason);
  }

  @Test
  void aDownloadThatBreaksOffIsNotCalledDamagedAndGoesOn() throws IOException {
    server.next(Fault.CUT_HALF);
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> pass(NOTHING, 1));
    assertTrue(String.valueOf(e.getMessage()).contains("the connection ended after"), e::toString);
    long part = Files.size(workspace.download());
    assertRight(pass(NOTHING, 1));
    assertEquals("bytes=" + part + "-", server.seen.get(server.seen.size() - 1).range());
  }

  @Test
  void aRetryGoesOnInTheSamePass() throws IOException {
    server.next(Fault.CUT_HALF, Fault.SLOW);
    assertRight(pass(NOTHING, 2));
    assertEquals(1, programs.ran.stream().filter(c -> c.program().equals("openssl")).count());
  }

  @Test
  void anotherContentInTheMiddleIsReadFromItsBeginning() throws IOException {
    server.next(Fault.CUT_HALF);
    assertThrows(UncheckedIOException.class, () -> pass(NOTHING, 1));
    plain = plain(2);
    packed = packed("bzip2", plain);
    server.files.put("/a.bz2", packed);
    server.etags.put("/a.bz2", "\"two\"");
    server.next(Fault.SLOW);
    assertRight(pass(NOTHING, 1));
  }

  @Test
  void anotherContentBetweenTwoTriesIsReadFromItsBeginning() throws IOException {
    server.etags.put("/a.bz2", "");
    server.next(Fault.CUT_HALF, Fault.SLOW);
    assertRight(pass(NOTHING, 2));
  }

  @Test
  void aBombIsStoppedAndTheHostsDiskIsSafe() throws IOException {
    server.files.put("/a.bz2", packed("gzip", new byte[(int) LIMIT + 1]));
    assertTrue(refusal(NOTHING).startsWith("becomes larger than 32.0 MiB when unpacked"));
  }

  @Test
  void zerosTakeNoRoom() throws Exception {
    byte[] disk = new byte[20 << 20];
    disk[10 << 20] = 1;
    server.files.put("/a.bz2", packed("gzip", disk));
    Passed passed = pass(NOTHING, 1);
    assertArrayEquals(disk, Files.readAllBytes(passed.image()));
    CommandResult used = programs.run(Command.of("du", "-k", passed.image().toString()));
    assertTrue(Integer.parseInt(used.out().split("\\s")[0]) < 1000, used.out());
  }

  @Test
  void anInterruptEndsAllAndKeepsWhatCame() throws Exception {
    server.next(Fault.STALL_HALF);
    List<Throwable> got = new CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                pass(NOTHING, 1);
              } catch (KvmcoreException e) {
                got.add(e);
              }
            });
    thread.start();
    while (!Files.exists(workspace.download()) || told.isEmpty()) {
      Thread.sleep(10);
    }
    thread.interrupt();
    thread.join();
    assertEquals(ExitCode.INTERRUPTED, ((KvmcoreException) got.get(0)).exitCode());
    assertTrue(Files.size(workspace.download()) > 0);
    assertRight(pass(NOTHING, 1));
    assertFalse(Thread.interrupted());
  }
}
