package io.github.kvmcore.exec.http;

import static io.github.kvmcore.exec.http.Downloads.BODY;
import static io.github.kvmcore.exec.http.Downloads.SILENT;
import static io.github.kvmcore.exec.http.Downloads.downloader;
import static io.github.kvmcore.exec.http.Downloads.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server that wants a password, or is behind a proxy. */
@Timeout(30)
class PasswordTest {
  @TempDir Path folder;
  @AutoClose private FaultyServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = Downloads.server();
    target = folder.resolve("a.img");
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
}
