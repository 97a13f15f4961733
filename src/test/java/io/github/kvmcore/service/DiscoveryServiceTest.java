package io.github.kvmcore.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server on loopback. */
@Timeout(30)
class DiscoveryServiceTest {
  private static final String GOOD =
      "https://discovery.etcd.io/3e86b59982e49066c5d813af1c2e2579cbf5";

  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = GOOD;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/loop" -> exchange.getResponseHeaders().add("Location", "/loop");
        case "/silent" -> threads.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS);
        case "/drips" -> drip(exchange);
        default -> {}
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A byte each 100 ms, so that no pause is long. */
  private static void drip(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    for (int i = 0; i < 200; i++) {
      exchange.getResponseBody().write('a');
      exchange.getResponseBody().flush();
      Thread.sleep(100);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static DiscoveryService service(String url) {
    HttpDownloader.Limits limits =
        new HttpDownloader.Limits(Duration.ofSeconds(1), 1, List.of(Duration.ofMillis(5)));
    return new DiscoveryService(new HttpDownloader(Map.of(), limits), url);
  }

  /** Why there is no URL; it always says what else can be done. */
  private static String failure(String url) {
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> service(url).request(3));
    assertEquals(ExitCode.HOST, failure.exitCode());
    assertTrue(failure.text().contains("use_discovery_token: no"), failure::text);
    assertTrue(failure.text().contains(url), failure::text);
    return failure.text();
  }

  @Test
  void theSizeIsAddedToTheUrl() {
    assertEquals(GOOD, service(url("/new")).request(5).text());
    body = GOOD + "\n";
    assertEquals(GOOD, service(url("/new?a=b")).request(1).text());
    assertEquals(List.of("GET /new?size=5", "GET /new?a=b&size=1"), seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html>We are closed</html>",
        "",
        "\n",
        "ok",
        "ftp://discovery.etcd.io/abc",
        GOOD + "\n\n",
        GOOD + "\n" + GOOD,
        " " + GOOD,
        "https://discovery.etcd.io/",
        "https://discovery.etcd.io/a b",
        "https://discovery.etcd.io/a\"\nEnvironment=\"X=1",
        "https://discovery.etcd.io/%m",
        "https://discovery.etcd.io/a?b",
        "https://user:word@discovery.etcd.io/abc",
      })
  void whatIsNoDiscoveryUrlIsRefused(String answer) {
    body = answer;
    assertTrue(failure(url("/new")).contains("answered with no discovery URL"));
  }

  @Test
  void theAnswerIsShownButNotWhatCouldBeAToken() {
    body = "<!DOCTYPE html>\n<html>";
    assertTrue(failure(url("/new")).contains("but '<!DOCTYPE html>'"));
    body = "https://discovery.etcd.io/secret?";
    assertFalse(failure(url("/new")).contains("secret"));
    body = "x".repeat(4096);
    assertTrue(failure(url("/new")).length() < 400);
    body = "x".repeat(5000);
    assertTrue(failure(url("/new")).contains("larger than"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500, 503})
  void aServiceThatFailsIsNamed(int code) {
    status = code;
    assertTrue(failure(url("/new")).contains("HTTP " + code));
    assertEquals(code == 400 ? 1 : 2, seen.size());
  }

  @Test
  void noSuchPage() {
    status = 404;
    assertTrue(failure(url("/new")).contains("there is no such page"));
  }

  @Test
  void redirectsThatNeverEndAreNotFollowedForEver() {
    status = 302;
    assertTrue(failure(url("/loop")).contains("HTTP 302, which leads to /loop"));
  }

  @Test
  void aSlowServiceIsNotWaitedForForEver() {
    assertTrue(failure(url("/silent")).contains("did not answer within 1 s"));
    failure(url("/drips"));
  }

  @Test
  void nobodyThere() {
    server.stop(0);
    assertTrue(failure(url("/new")).contains("no connection to 127.0.0.1"));
  }

  @Test
  void anUnknownFailureHasNoTrace() {
    DiscoveryService broken =
        new DiscoveryService(
            new io.github.kvmcore.exec.Downloader() {
              @Override
              public void download(
                  java.net.URI url, java.nio.file.Path target, Progress progress) {}

              @Override
              public java.util.Optional<String> text(java.net.URI url) {
                throw new UncheckedIOException("can't fetch it\nby hand", new IOException());
              }

              @Override
              public boolean exists(java.net.URI url) {
                throw new AssertionError(url.toString());
              }
            },
            "http://h/new");
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> broken.request(1));
    assertTrue(
        failure.text().startsWith("no discovery URL for etcd: can't fetch it\n  next: "),
        failure::text);
  }
}
