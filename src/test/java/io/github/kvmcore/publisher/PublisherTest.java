package io.github.kvmcore.publisher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server does what the tests that use it rely on. */
class PublisherTest {
  private static final byte[] CONTENT = "0123456789".getBytes();

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private Site site;
  private Publisher publisher;

  @BeforeEach
  void start() throws IOException {
    site = new Site(folder);
    publisher = new Publisher(site, 0);
    site.put("/a", CONTENT);
  }

  @AfterEach
  void stop() {
    publisher.close();
  }

  private HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(publisher.url(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.timeout(Duration.ofSeconds(10)).build();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return client.send(request(path, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  private String text(String path) throws Exception {
    HttpResponse<byte[]> response = get(path);
    assertEquals(200, response.statusCode());
    return new String(response.body());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void filesAreServedAndRequestsListed() throws Exception {
    assertEquals("0123456789", text("/a"));
    assertEquals(404, get("/none").statusCode());
    assertEquals(404, get("/.requests").statusCode());
    assertEquals(404, get("/%2e%2e/" + folder.getFileName() + "/a/..").statusCode());
    assertEquals(List.of("/a", "/none"), site.asked().subList(0, 2));
    site.forget();
    assertEquals(List.of(), site.requests());
  }

  @Test
  void aRangeIsServedWhereTheFileIsStillTheSame() throws Exception {
    String etag = header(get("/a"), "ETag");
    HttpResponse<byte[]> rest = get("/a", "Range", "bytes=4-", "If-Range", etag);
    assertEquals(206, rest.statusCode());
    assertEquals("bytes 4-9/10", header(rest, "Content-Range"));
    assertEquals("456789", new String(rest.body()));
    assertEquals("45", new String(get("/a", "Range", "bytes=4-5").body()));
    assertEquals(416, get("/a", "Range", "bytes=10-").statusCode());
    site.put("/a", "another one");
    assertEquals(200, get("/a", "Range", "bytes=4-", "If-Range", etag).statusCode());
    assertEquals("bytes=4-", site.requests().get(1).range());
    assertEquals(etag, site.requests().get(1).ifRange());
  }

  @Test
  void aFaultIsThereUntilItIsTakenAway() throws Exception {
    site.fault("/a", Fault.cut(3));
    assertThrows(IOException.class, () -> get("/a"));
    assertThrows(IOException.class, () -> get("/a"));
    site.right();
    assertEquals("0123456789", text("/a"));
    site.fault(Site.ALL, Fault.status(503).after(1).once());
    assertEquals(200, get("/a").statusCode());
    assertEquals(503, get("/a").statusCode());
    assertEquals(200, get("/a").statusCode());
  }

  @Test
  void eachFaultIsWhatItIsCalled() throws Exception {
    site.fault("/a", Fault.corrupt(3));
    assertEquals("0122456789", text("/a"));
    site.fault("/a", Fault.truncate(4));
    assertEquals("0123", text("/a"));
    site.fault("/a", Fault.length(4));
    assertEquals("0123", text("/a"));
    site.fault("/a", Fault.length(20));
    assertThrows(IOException.class, () -> get("/a"));
    site.put("/b", "b");
    site.fault("/a", Fault.instead("/b"));
    assertEquals("b", text("/a"));
    site.fault("/a", Fault.redirect("/b"));
    HttpResponse<byte[]> elsewhere = get("/a");
    assertEquals(302, elsewhere.statusCode());
    assertEquals("/b", header(elsewhere, "Location"));
    site.fault("/a", Fault.slow(40));
    long start = System.nanoTime();
    assertEquals("0123456789", text("/a"));
    assertTrue(System.nanoTime() - start > 200_000_000L, "slow");
  }

  @Test
  void whatStallsGoesOnWhereTheFaultIsTakenAway() throws Exception {
    site.fault("/a", Fault.stall(3));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request("/a"), HttpResponse.BodyHandlers.ofByteArray());
    assertThrows(TimeoutException.class, () -> answer.get(300, TimeUnit.MILLISECONDS));
    site.right();
    assertArrayEquals(CONTENT, answer.get(10, TimeUnit.SECONDS).body());
  }

  @Test
  void discoveryUrlsAreGivenOut() throws Exception {
    String url = text("/new?size=3");
    assertTrue(url.matches("http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}"), url);
    assertNotEquals(url, text("/new?size=3"));
    assertEquals(400, get("/new?size=0").statusCode());
    assertEquals(400, get("/new").statusCode());
  }

  @Test
  void releasesHaveWhatTheProjectsPublish() throws Exception {
    Path packed = Files.write(folder.resolve(".packed"), CONTENT);
    try (SigningKey key = SigningKey.make("Publisher <p@example.org>")) {
      CoreosSite flatcar = CoreosSite.flatcar(site, "stable", key);
      flatcar.publish("amd64", "4230.2.1", packed);
      flatcar.current("amd64", "4230.2.1");
      FedoraSite fedora = new FedoraSite(site, publisher.base(), "stable", key);
      fedora.publish("x86_64", "43.20261019.3.0", packed, packed);
      assertEquals(
          text("/stable/amd64-usr/current/version.txt"),
          text("/stable/amd64-usr/4230.2.1/version.txt"));
      assertTrue(
          text("/stable/amd64-usr/current/version.txt").contains("FLATCAR_VERSION=4230.2.1\n"));
      String path = flatcar.path("amd64", "4230.2.1");
      assertEquals("0123456789", text(path));
      assertTrue(text(path + ".DIGESTS").startsWith("# MD5 HASH\n"));
      verified(site.file(path), key);
      verified(site.file(path + ".DIGESTS"), key);
      JsonNode stream = new ObjectMapper().readTree(text("/streams/stable.json"));
      JsonNode disk = stream.at("/architectures/x86_64/artifacts/qemu/formats/qcow2.xz/disk");
      String location = disk.path("location").asText().substring(publisher.base().length());
      assertEquals("0123456789", text(location));
      verified(site.file(location), key);
    }
  }

  /** By gpgv, with the key as it is published. */
  private void verified(Path file, SigningKey key) throws Exception {
    assertEquals(0, gpgv(file, key, Path.of(file + ".sig")));
  }

  private int gpgv(Path file, SigningKey key, Path signature) throws Exception {
    Path ring = Files.write(folder.resolve(".ring"), key.binary());
    return new ProcessBuilder(
            "gpgv",
            "--status-fd",
            "1",
            "--keyring",
            ring.toString(),
            signature.toString(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(".said").toFile())
        .start()
        .waitFor();
  }

  @Test
  void strangersAndExpiredKeysAreToldFromTheRightOne() throws Exception {
    Path file = site.file("/a");
    Path signature = folder.resolve(".sig");
    try (SigningKey key = SigningKey.make("Publisher <p@example.org>");
        SigningKey stranger = SigningKey.make("Stranger <s@example.org>");
        SigningKey expired = SigningKey.expired("Publisher of 2020 <o@example.org>")) {
      assertNotEquals(key.fingerprint(), key.subkey());
      Files.write(signature, stranger.sign(CONTENT));
      assertNotEquals(0, gpgv(file, key, signature));
      Files.write(signature, expired.sign(CONTENT));
      // gpgv takes it for good, so whoever asks must read its status lines.
      assertEquals(0, gpgv(file, expired, signature));
      String said = Files.readString(folder.resolve(".said"));
      assertTrue(said.contains("[GNUPG:] EXPKEYSIG "), said);
    }
  }
}
