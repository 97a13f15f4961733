package io.github.kvmcore.exec.http;

import static io.github.kvmcore.exec.http.Downloads.BODY;
import static io.github.kvmcore.exec.http.Downloads.SILENT;
import static io.github.kvmcore.exec.http.Downloads.downloader;
import static io.github.kvmcore.exec.http.Downloads.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.http.FaultyServer.Fault;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that wants to be left alone for a while. */
@Timeout(60)
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;
  @AutoClose private FaultyServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = Downloads.server();
    target = folder.resolve("a.img");
  }

  private long millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  @ParameterizedTest
  @CsvSource({"429", "503", "408"})
  void isWaitedFor(int status) throws IOException {
    server.busyStatus = status;
    server.retryAfter = "1";
    server.next(Fault.BUSY);
    long millis = millis(() -> downloader(2).download(server.url("/a.img"), target, SILENT));
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertTrue(millis >= 1000, millis + " ms");
    server.next(Fault.BUSY);
    assertTrue(downloader(2).text(server.url("/a.img")).isPresent());
  }

  @Test
  void aDateIsWaitedForByTheServersClock() throws IOException {
    server.retryAfter =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(2).atOffset(ZoneOffset.UTC));
    server.next(Fault.BUSY);
    long millis = millis(() -> downloader(2).download(server.url("/a.img"), target, SILENT));
    assertArrayEquals(BODY, Files.readAllBytes(target));
    assertTrue(millis >= 900, millis + " ms");
  }

  @Test
  void withoutTheHeaderItIsTriedAsUsual() throws IOException {
    server.next(Fault.BUSY, Fault.BUSY);
    downloader(3).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
  }

  @Test
  void tooLongIsNotWaitedFor() {
    server.retryAfter = "3600";
    server.next(Fault.BUSY);
    assertEquals(
        "can't fetch "
            + server.url("/a.img")
            + ": the server said HTTP 429, and to come back after 3600 s\nrun again after that time",
        failure(downloader(4), server.url("/a.img"), target));
    assertEquals(1, server.seen.size());
  }

  @Test
  void aSecretIsNotWaitedForAsLong() {
    server.files.put("/new", "x".getBytes());
    server.retryAfter = "1";
    server.next(Fault.BUSY);
    assertEquals(Optional.of("x"), downloader(2).secret(server.url("/new")));
    server.retryAfter = "30";
    server.next(Fault.BUSY);
    long millis =
        millis(
            () ->
                org.junit.jupiter.api.Assertions.assertThrows(
                    java.io.UncheckedIOException.class,
                    () -> downloader(2).secret(server.url("/new"))));
    assertTrue(millis < 10_000, millis + " ms");
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "' 7 ', 7",
    "0, 0",
    "-5, 0",
    "999999999, 999999999",
    "99999999999999999999, 0",
    "soon, 0",
    "'', 0",
    "'Fri, 02 Jan 2026 03:05:05 GMT', 60",
    "'Fri, 2 Jan 2026 03:05:05 GMT', 60",
    "'Fri, 02 Jan 2026 03:03:05 GMT', 0",
    "'Friday, 02-Jan-26 03:05:05 GMT', 0",
  })
  void values(String text, long seconds) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Retry-After", List.of(text)), (name, value) -> true);
    assertEquals(Duration.ofSeconds(seconds), RetryAfter.of(headers, NOW));
  }

  @Test
  void theServersOwnClockCounts() {
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "Retry-After", List.of("Thu, 02 Jan 2020 03:05:05 GMT"),
                "Date", List.of("Thu, 02 Jan 2020 03:05:00 GMT")),
            (name, value) -> true);
    assertEquals(Duration.ofSeconds(5), RetryAfter.of(headers, NOW));
  }
}
