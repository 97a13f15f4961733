package io.github.kvmcore.exec.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on loopback that cuts, stalls, changes and refuses. */
@Timeout(30)
class HttpDownloaderTest {
  private static final byte[] BODY = new byte[300_000];
  private static final Downloader.Progress SILENT = (bytes, total) -> {};

  @TempDir Path folder;
  private FaultyServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(BODY);
    server = new FaultyServer();
    server.files.put("/a.img", BODY);
    target = folder.resolve("a.img");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpDownloader downloader(int tries, Map<String, String> environment) {
    List<Duration> pauses = Collections.nCopies(tries - 1, Duration.ofMillis(5));
    return new HttpDownloader(
        environment, new HttpDownloader.Limits(Duration.ofSeconds(20), 1 << 20, pauses));
  }

  private static HttpDownloader downloader(int tries) {
    return downloader(tries, Map.of());
  }

  private static String failure(Downloader downloader, URI url, Path target) {
    return assertThrows(UncheckedIOException.class, () -> downloader.download(url, target, SILENT))
        .getMessage();
  }

  /**
   * The Range headers that came, without the number: Java drops some of what came just before a
   * cut, so that it differs from run to run.
   */
  private List<String> ranges() {
    return server.seen.stream()
        .map(FaultyServer.Seen::range)
        .map(range -> range.matches("bytes=[1-9][0-9]*-") ? "part" : range)
        .toList();
  }

  @Test
  void fetchesWholeAndTellsTheSize() throws IOException {
    long[] last = new long[2];
    downloader(1)
        .download(
            server.url("/a.img"),
            target,
            (bytes, total) -> {
              last[0] = bytes;
              last[1] = total;
            });
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertArrayEquals(new long[] {BODY.length, BODY.length}, last);
  }

  @Test
  void aCutTransferIsAnErrorAndIsGoneOnFromLater() throws IOException {
    server.next(Fault.CUT_HALF);
    String message = failure(downloader(1), server.url("/a.img"), target);
    long part = Files.size(target);
    assertTrue(part > 0 && part <= 150_000, () -> "part " + part);
    assertEquals(
        "can't fetch "
            + server.url("/a.img")
            + ": the connection ended after "
            + part
            + " of 300000 bytes\nrun again: it goes on from byte "
            + part,
        message);
    downloader(1).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals("bytes=" + part + "-", server.seen.get(1).range());
    assertEquals("\"one\"", server.seen.get(1).ifRange());
  }

  @Test
  void triesAgainByItselfAndGoesOn() throws IOException {
    server.next(Fault.CUT_HALF, Fault.STATUS_500, Fault.CUT_HALF);
    downloader(4).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals(List.of("", "part", "part", "part"), ranges());
  }

  @Test
  void triesAreBounded() {
    server.next(Fault.STATUS_500, Fault.STATUS_500, Fault.STATUS_500);
    assertEquals(
        "can't fetch "
            + server.url("/a.img")
            + ": the server said HTTP 500\n"
            + "run again, or fetch the file by hand and name its path",
        failure(downloader(2), server.url("/a.img"), target));
    assertEquals(2, server.seen.size());
  }

  @Test
  void aStallIsAnErrorAfterItsLimit() throws IOException {
    server.next(Fault.STALL_HALF);
    Downloader impatient = downloader(1).stallingAfter(Duration.ofMillis(600));
    String message = failure(impatient, server.url("/a.img"), target);
    assertEquals(
        "can't fetch "
            + server.url("/a.img")
            + ": no byte came for 600 ms\nrun again: it goes on from byte "
            + Files.size(target),
        message);
  }

  @Test
  void changedContentIsFetchedAnew() throws IOException {
    server.next(Fault.CUT_HALF);
    failure(downloader(1), server.url("/a.img"), target);
    byte[] changed = Arrays.copyOf(new byte[] {7, 7, 7}, 200_000);
    server.files.put("/a.img", changed);
    server.etags.put("/a.img", "\"two\"");
    downloader(1).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(changed, Files.readAllBytes(target));
  }

  @Test
  void aServerWithoutRangesIsReadAnew() throws IOException {
    server.next(Fault.CUT_HALF, Fault.NO_RANGES);
    downloader(2).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals(List.of("", "part"), ranges());
  }

  @Test
  void aServerWithoutValidatorIsReadAnew() throws IOException {
    server.etags.put("/a.img", "");
    server.next(Fault.CUT_HALF);
    downloader(2).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals(List.of("", ""), ranges());
  }

  @Test
  void aWrongPartIsNotAppended() throws IOException {
    server.next(Fault.CUT_HALF, Fault.WRONG_RANGE);
    downloader(3).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals(List.of("", "part", ""), ranges());
  }

  @Test
  void aPartThatEndsEarlyIsNotTheWhole() throws IOException {
    server.next(Fault.CUT_HALF, Fault.SHORT_RANGE);
    failure(downloader(2), server.url("/a.img"), target);
    assertTrue(Files.size(target) < BODY.length);
    downloader(1).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
  }

  @Test
  void anotherUrlsBeginningIsNotGoneOnFrom() throws IOException {
    server.next(Fault.CUT_HALF);
    failure(downloader(1), server.url("/a.img"), target);
    server.files.put("/b.img", new byte[400_000]);
    downloader(1).download(server.url("/b.img"), target, SILENT);
    assertArrayEquals(new byte[400_000], Files.readAllBytes(target));
    assertEquals(List.of("", ""), ranges());
  }

  @Test
  void aWholeFileIsOnlyAskedForItsLastByte() throws IOException {
    downloader(1).download(server.url("/a.img"), target, SILENT);
    downloader(1).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals("bytes=299999-", server.seen.get(1).range());
    assertEquals(2, server.seen.size());
  }

  @Test
  void aBodyWithoutLengthEndsWhereItEnds() throws IOException {
    server.next(Fault.NO_LENGTH);
    downloader(1).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
  }

  @Test
  void followsRedirectsAndKeepsTheRange() throws IOException {
    server.redirects.put("/old", "/a.img");
    server.next(Fault.CUT_HALF);
    downloader(2).download(server.url("/old"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals(List.of("", "", "part", "part"), ranges());
  }

  @Test
  void notFoundIsNotTriedAgain() {
    assertEquals(
        "can't fetch " + server.url("/none") + ": the server said HTTP 404\ncheck the URL",
        failure(downloader(4), server.url("/none"), target));
    assertEquals(1, server.seen.size());
    assertFalse(Files.exists(target));
  }

  @Test
  void aTooLargeFileIsRefused() {
    server.files.put("/big", new byte[(1 << 20) + 1]);
    String expected = ": it is larger than 1.0 MiB, the most that is taken\n";
    assertTrue(failure(downloader(4), server.url("/big"), target).contains(expected));
    server.next(Fault.NO_LENGTH);
    assertTrue(failure(downloader(4), server.url("/big"), target).contains(expected));
    assertEquals(2, server.seen.size());
  }

  @Test
  void aRefusedConnectionNamesHostAndProxyVariable() throws IOException {
    int port = server.port();
    server.close();
    String message = failure(downloader(2), URI.create("http://127.0.0.1:" + port), target);
    assertTrue(message.contains(": no connection to 127.0.0.1"), message);
    assertTrue(message.endsWith("behind a proxy set https_proxy"), message);
  }

  @Test
  void aPasswordInTheUrlIsSentButNeverShown() throws IOException {
    String basic = Base64.getEncoder().encodeToString("me:se/cret".getBytes());
    server.wantedAuthorization = "Basic " + basic;
    URI url = URI.create("http://me:se%2Fcret@127.0.0.1:" + server.port() + "/a.img");
    downloader(1).download(url, target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertFalse(Files.readString(folder.resolve("a.img.resume")).contains("cret"));
    server.wantedAuthorization = "other";
    String message = failure(downloader(1), url, folder.resolve("b"));
    assertTrue(message.contains("wants a user and a password"), message);
    assertFalse(message.contains("cret"), message);
  }

  @Test
  void theUrlsPasswordIsNotSentToAnotherServer() throws IOException {
    try (FaultyServer other = new FaultyServer()) {
      other.wantedAuthorization = "something";
      server.redirects.put("/away", other.url("/a.img").toString());
      URI url = URI.create("http://me:secret@127.0.0.1:" + server.port() + "/away");
      failure(downloader(1), url, target);
      assertTrue(other.seen.stream().allMatch(seen -> seen.authorization().isEmpty()));
    }
  }

  @Test
  void httpGoesThroughTheProxyThatTheEnvironmentNames() throws IOException {
    Map<String, String> environment = Map.of("http_proxy", "http://127.0.0.1:" + server.port());
    downloader(1, environment).download(URI.create("http://nowhere.invalid/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
  }

  @Test
  void aTunnelThroughAProxyIsAskedForWithItsPassword() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      StringBuffer heard = new StringBuffer();
      Thread thread = new Thread(() -> refuseTunnels(proxy, heard));
      thread.setDaemon(true);
      thread.start();
      Map<String, String> environment =
          Map.of("https_proxy", "http://me:secret@127.0.0.1:" + proxy.getLocalPort());
      String message =
          failure(downloader(1, environment), URI.create("https://nowhere.invalid/a"), target);
      String basic = Base64.getEncoder().encodeToString("me:secret".getBytes());
      assertTrue(heard.toString().contains("CONNECT nowhere.invalid:443"), heard.toString());
      assertTrue(
          heard.toString().contains("Proxy-Authorization: Basic " + basic), heard.toString());
      assertFalse(message.contains("secret"), message);
    }
  }

  private static void refuseTunnels(ServerSocket proxy, StringBuffer heard) {
    while (!proxy.isClosed()) {
      try (Socket socket = proxy.accept()) {
        byte[] bytes = new byte[4096];
        int count = socket.getInputStream().read(bytes);
        String request = new String(bytes, 0, count, StandardCharsets.US_ASCII);
        heard.append(request);
        String answer =
            request.contains("Proxy-Authorization")
                ? "HTTP/1.1 502 Bad Gateway\r\n"
                : "HTTP/1.1 407 Wanted\r\nProxy-Authenticate: Basic realm=\"p\"\r\n";
        socket
            .getOutputStream()
            .write((answer + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes());
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void otherSchemesAreRefused() {
    assertEquals(
        "can't fetch ftp://h/x: kvmcore fetches http://, https:// and file:// only\ncheck the URL",
        failure(downloader(1), URI.create("ftp://u:p@h/x"), target));
  }

  @Test
  void fileUrlsAreCopied() throws IOException {
    Path source = Files.write(folder.resolve("source"), BODY);
    downloader(1).download(source.toUri(), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    URI missing = folder.resolve("missing").toUri();
    assertEquals(
        "can't fetch "
            + missing
            + ": there is no such file\nrun again, or fetch the file by hand and name its path",
        failure(downloader(1), missing, target));
    assertEquals(Optional.empty(), downloader(1).text(missing));
  }

  @Test
  void textsAreReadAndMayBeAbsent() {
    server.files.put("/t", "hello".getBytes());
    server.next(Fault.CUT_HALF, Fault.STATUS_500);
    assertEquals(Optional.of("hello"), downloader(3).text(server.url("/t")));
    assertEquals(Optional.empty(), downloader(1).text(server.url("/none")));
    server.files.put("/long", new byte[(1 << 20) + 1]);
    assertThrows(UncheckedIOException.class, () -> downloader(1).text(server.url("/long")));
    server.next(Fault.STATUS_500);
    assertThrows(UncheckedIOException.class, () -> downloader(1).text(server.url("/t")));
  }

  @Test
  void aFullDiskNamesTheFolder() {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "/dev/full");
    byte[] bytes = new byte[10];
    String message =
        assertThrows(
                TransferException.class,
                () -> {
                  try (java.nio.channels.FileChannel channel =
                      java.nio.channels.FileChannel.open(
                          full, java.nio.file.StandardOpenOption.WRITE)) {
                    PartialFile.write(channel, full, 10, java.nio.ByteBuffer.wrap(bytes));
                  }
                })
            .getMessage();
    assertEquals("no space is left in /dev: 10 B are missing", message);
  }

  /** One that stayed in the kernel would keep the process from ending for a while. */
  @Test
  void itsThreadsCanBeEnded() throws InterruptedException {
    downloader(1).download(server.url("/a.img"), target, SILENT);
    List<Thread> waiting =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().endsWith("-SelectorManager"))
            .toList();
    assertFalse(waiting.isEmpty());
    HttpDownloader.endThreads();
    for (Thread thread : waiting) {
      thread.join(5000);
      assertFalse(thread.isAlive(), thread::getName);
    }
  }
}
