package io.github.kvmcore.exec.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** A server that says anything at all. */
class HostileServerTest {
  private static final List<String> ANSWERS =
      List.of(
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nETag: \"a\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00"
              + " GMT\r\nConnection: close\r\n\r\nsome text",
          "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 4-8/9\r\nContent-Length: 5\r\nETag:"
              + " \"a\"\r\nConnection: close\r\n\r\n text",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nsome\r\n0\r\n\r\n",
          "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 99999999999999999999-8/9\r\n"
              + "Content-Length: 5\r\nConnection: close\r\n\r\n text",
          "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x y\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n\r\n",
          "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\nConnection:"
              + " close\r\n\r\n",
          "HTTP/1.1 416 No\r\nContent-Range: bytes */9\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

  private volatile byte[] answer = {};
  private ServerSocket server;
  private Path folder;

  @BeforeProperty
  void start() throws IOException {
    folder = Files.createTempDirectory("hostile-server");
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "hostile server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterProperty
  void stop() throws IOException {
    server.close();
    for (String name : List.of("file", "file.resume")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(1000);
        InputStream in = socket.getInputStream();
        byte[] asked = new byte[4096];
        if (in.read(asked) > 0) {
          socket.getOutputStream().write(answer);
        }
      } catch (IOException e) {
        // The client has gone, or the test is over.
      }
    }
  }

  @Provide
  Arbitrary<String> answers() {
    return Samples.mutated(ANSWERS);
  }

  @Inputs(value = 150, times = 20)
  void isUnderstoodOrToldOf(@ForAll("answers") String text, @ForAll boolean again)
      throws IOException {
    answer = text.getBytes(StandardCharsets.UTF_8);
    HttpDownloader.Limits limits =
        new HttpDownloader.Limits(Duration.ofMillis(500), 1 << 20, List.of());
    HttpDownloader downloads = new HttpDownloader(Map.of(), limits);
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/a");
    Path file = folder.resolve("file");
    if (again) {
      Files.writeString(file, "some");
      new ResumeNote(url.toString(), "\"a\"", 9).write(file);
    }
    Judge.of(
        () -> {
          downloads.download(url, file, (bytes, total) -> {});
          return true;
        },
        UncheckedIOException.class);
    assertTrue(!Files.exists(file) || Files.size(file) <= 1 << 20);
    Judge.of(() -> downloads.text(url), UncheckedIOException.class);
    Files.deleteIfExists(file);
    Files.deleteIfExists(ResumeNote.beside(file));
  }
}
