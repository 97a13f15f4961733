package io.github.kvmcore.exec.http;

import static io.github.kvmcore.exec.http.Downloads.BODY;
import static io.github.kvmcore.exec.http.Downloads.SILENT;
import static io.github.kvmcore.exec.http.Downloads.downloader;
import static io.github.kvmcore.exec.http.Downloads.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kvmcore.exec.http.FaultyServer.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched, whole, and what is refused. */
@Timeout(30)
class HttpDownloaderTest {
  @TempDir Path folder;
  @AutoClose private FaultyServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = Downloads.server();
    target = folder.resolve("a.img");
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
  void aBodyWithoutLengthEndsWhereItEnds() throws IOException {
    server.next(Fault.NO_LENGTH);
    downloader(1).download(server.url("/a.img"), target, SILENT);
    assertArrayEquals(BODY, Files.readAllBytes(target));
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
    assumeTrue(Files.exists(full), "/dev/full");
    byte[] bytes = new byte[10];
    String message =
        assertThrows(
                TransferException.class,
                () -> {
                  try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
                    PartialFile.write(channel, full, 10, ByteBuffer.wrap(bytes));
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
