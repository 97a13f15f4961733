package io.github.kvmcore.exec.http;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.exec.Downloader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A real server on loopback, which cuts, stalls, changes and refuses, and who fetches from it. */
final class Downloads {
  static final byte[] BODY = new byte[300_000];
  static final Downloader.Progress SILENT = (bytes, total) -> {};

  static {
    new Random(1).nextBytes(BODY);
  }

  private Downloads() {}

  /** One that has {@link #BODY} as {@code /a.img}. */
  static FaultyServer server() throws IOException {
    FaultyServer server = new FaultyServer();
    server.files.put("/a.img", BODY);
    return server;
  }

  static HttpDownloader downloader(int tries, Map<String, String> environment) {
    List<Duration> pauses = Collections.nCopies(tries - 1, Duration.ofMillis(5));
    return new HttpDownloader(
        environment, new HttpDownloader.Limits(Duration.ofSeconds(20), 1 << 20, pauses));
  }

  static HttpDownloader downloader(int tries) {
    return downloader(tries, Map.of());
  }

  static String failure(Downloader downloader, URI url, Path target) {
    return assertThrows(UncheckedIOException.class, () -> downloader.download(url, target, SILENT))
        .getMessage();
  }
}
