package io.github.kvmcore.exec.http;

import static io.github.kvmcore.exec.http.Downloads.BODY;
import static io.github.kvmcore.exec.http.Downloads.SILENT;
import static io.github.kvmcore.exec.http.Downloads.downloader;
import static io.github.kvmcore.exec.http.Downloads.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers that break off, stall, or are of something else when they go on. */
@Timeout(30)
class ResumeTest {
  @TempDir Path folder;
  @AutoClose private FaultyServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = Downloads.server();
    target = folder.resolve("a.img");
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
  void followsRedirectsAndKeepsTheRange() throws IOException {
    server.redirects.put("/old", "/a.img");
    server.next(Fault.CUT_HALF);
    downloader(2).download(server.url("/old"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertEquals(List.of("", "", "part", "part"), ranges());
  }
}
