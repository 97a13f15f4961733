package io.github.kvmcore.exec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A public server sends kvmcore where only this host can go. */
@Timeout(30)
class RedirectsTest {
  private static final URI PUBLIC = URI.create("https://pub.example/a.img?sig=SECRET");
  private static final Proxies NONE = new Proxies(Map.of());
  private static final Proxies PROXY =
      new Proxies(Map.of("all_proxy", "http://proxy.example:3128"));

  private static final Map<String, List<String>> NAMES =
      Map.of(
          "pub.example", List.of("203.0.113.1"),
          "cdn.example", List.of("198.51.100.7", "2001:db8::7"),
          "rebound.example", List.of("127.0.0.1"),
          "mixed.example", List.of("203.0.113.2", "10.0.0.1"),
          "mirror.corp", List.of("10.1.2.3"),
          "localhost", List.of("203.0.113.9")); // where the test's server is, for a test

  @TempDir Path folder;
  @AutoClose private final FaultyServer server = new FaultyServer();

  RedirectsTest() throws IOException {}

  private static InetAddress[] addresses(String host) throws UnknownHostException {
    List<String> found = NAMES.get(host);
    if (found == null && !host.matches("[0-9.]+|.*:.*")) {
      throw new UnknownHostException(host);
    }
    List<String> texts = found == null ? List.of(host) : found;
    InetAddress[] all = new InetAddress[texts.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = InetAddress.getByName(texts.get(i));
    }
    return all;
  }

  private static Redirects from(URI url) {
    return new Redirects(url, NONE, RedirectsTest::addresses);
  }

  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1/x, loopback",
    "https://127.9.9.9/x, loopback",
    "https://[::1]/x, loopback",
    "https://[::ffff:127.0.0.1]/x, loopback",
    "https://[::127.0.0.1]/x, loopback",
    "https://[64:ff9b::7f00:1]/x, loopback",
    "https://[2002:7f00:1::]/x, loopback",
    "https://[2001:0:cb00:7101::80ff:fffe]/x, loopback",
    "https://10.0.0.1/x, private",
    "https://172.16.0.1/x, private",
    "https://172.31.255.255/x, private",
    "https://192.168.1.1/x, private",
    "https://100.64.0.1/x, private",
    "https://[fd00:ec2::254]/x, private",
    "https://[fec0::1]/x, private",
    "https://169.254.169.254/latest, link-local",
    "https://[fe80::1]/x, link-local",
    "https://[::ffff:a9fe:a9fe]/x, link-local",
    "https://0.0.0.0/x, unspecified",
    "https://0.1.2.3/x, unspecified",
    "https://[::]/x, unspecified",
    "https://224.0.0.1/x, multicast",
    "https://[ff02::1]/x, multicast",
    "https://255.255.255.255/x, reserved",
    "https://192.0.0.192/x, reserved",
    "https://rebound.example/x, loopback",
    "https://rebound.example./x, loopback",
    "https://mixed.example/x, private"
  })
  void fromPublicToNowhereElse(String to, String kind) {
    TransferException e =
        assertThrows(TransferException.class, () -> from(PUBLIC).next(PUBLIC, to));
    assertEquals(
        "https://pub.example/a.img?… redirects to "
            + to
            + ": redirects from a public address to a "
            + kind
            + " address are refused",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://127.1/x",
        "https://0177.0.0.1/x",
        "https://0x7f.0.0.1/x",
        "https://010.0.0.1/x"
      })
  void unusualNumbersAreNotGuessedAt(String to) {
    for (Proxies proxies : List.of(NONE, PROXY)) {
      Redirects redirects = new Redirects(PUBLIC, proxies, RedirectsTest::addresses);
      assertThrows(TransferException.class, () -> redirects.next(PUBLIC, to));
    }
  }

  @Test
  void fromPublicToPublic() throws IOException {
    Redirects redirects = from(PUBLIC);
    URI next = redirects.next(PUBLIC, "https://cdn.example/b?token=c");
    assertEquals(URI.create("https://cdn.example/b?token=c"), next);
    assertEquals(URI.create("https://cdn.example/c"), redirects.next(next, "/c"));
    assertThrows(TransferException.class, () -> redirects.next(next, "https://mirror.corp/"));
  }

  @Test
  void aMirrorWithinACompany() throws IOException {
    URI mirror = URI.create("http://mirror.corp/a.img");
    Redirects redirects = from(mirror);
    assertEquals("10.9.9.9", redirects.next(mirror, "http://10.9.9.9/b").getHost());
    assertEquals("127.0.0.1", redirects.next(mirror, "http://127.0.0.1:8/b").getHost());
    assertThrows(
        TransferException.class, () -> redirects.next(mirror, "http://169.254.169.254/latest"));
    URI away = redirects.next(mirror, "http://pub.example/b"); // which sends it back
    assertThrows(TransferException.class, () -> redirects.next(away, "http://10.9.9.9/b"));
  }

  /** As curl and browsers read them. */
  @ParameterizedTest
  @CsvSource({
    "/plain dir/a.img, https://pub.example/plain%20dir/a.img",
    "b c.img, https://pub.example/b%20c.img",
    "./b.img, https://pub.example/b.img",
    "../../b.img, https://pub.example/b.img",
    "/x/./y/../z/, https://pub.example/x/z/",
    "/x/.., https://pub.example/",
    "?b=1, https://pub.example/a.img?b=1",
    "/a b?c d, https://pub.example/a%20b?c%20d",
    "//cdn.example/a b, https://cdn.example/a%20b",
    "https://cdn.example/a b, https://cdn.example/a%20b",
    "https://cdn.example, https://cdn.example/",
    "https://cdn.example?a, https://cdn.example/?a",
    "/100%.img, https://pub.example/100%25.img",
    "/a%20b%2f, https://pub.example/a%20b%2f",
    "/\u00c3\u00bc.img, https://pub.example/%C3%BC.img",
    "/a\"<>^`{|}[]\\.img, https://pub.example/a%22%3C%3E%5E%60%7B%7C%7D%5B%5D%5C.img",
    "'/a\tb', https://pub.example/a%09b",
    "/b.img#part, https://pub.example/b.img",
    "/v1+k3s1;x=(1)'@:!$&*', https://pub.example/v1+k3s1;x=(1)'@:!$&*'",
  })
  void locationsAsServersWriteThem(String location, String expected) throws IOException {
    assertEquals(expected, from(PUBLIC).next(PUBLIC, location).toString());
  }

  /** With a real connection, as what Java's client makes of the header counts as well. */
  @Test
  void aLocationWithBlanksIsFollowed() throws IOException {
    server.files.put("/plain dir/\u00fc.img", "here".getBytes());
    server.redirects.put("/a.img", "/plain dir/\u00c3\u00bc.img");
    server.redirects.put("/b.img", "plain dir/\u00c3\u00bc.img?x y");
    HttpDownloader downloads = new HttpDownloader(Map.of());
    assertEquals(Optional.of("here"), downloads.text(server.url("/a.img")));
    assertEquals(Optional.of("here"), downloads.text(server.url("/b.img")));
    Path target = folder.resolve("a");
    downloads.download(server.url("/a.img"), target, (at, total) -> {});
    assertEquals("here", Files.readString(target));
    assertTrue(downloads.exists(server.url("/b.img")));
  }

  @Test
  void onePublicAddressMakesAHostPublic() {
    URI mixed = URI.create("http://mixed.example/a");
    assertThrows(TransferException.class, () -> from(mixed).next(mixed, "http://10.0.0.1/b"));
  }

  @Test
  void aHostThatTheUserNamedMayNameItself() throws IOException {
    URI link = URI.create("http://169.254.7.7/a");
    assertEquals("/b", from(link).next(link, "/b").getPath());
    assertThrows(TransferException.class, () -> from(link).next(link, "http://169.254.169.254/"));
  }

  @Test
  void neverFromHttpsToHttp() {
    TransferException e =
        assertThrows(
            TransferException.class, () -> from(PUBLIC).next(PUBLIC, "http://cdn.example/b"));
    assertTrue(e.getMessage().endsWith("redirects from https to http are refused"), e.toString());
  }

  @Test
  void toOtherSchemesOrUnknownHosts() {
    for (String to :
        List.of("file:///etc/shadow", "ftp://cdn.example/", "http:///x", "http://a b/")) {
      TransferException e =
          assertThrows(TransferException.class, () -> from(PUBLIC).next(PUBLIC, to));
      assertTrue(e.getMessage().contains(" redirects to what is no http URL ("), e.toString());
    }
    TransferException e =
        assertThrows(
            TransferException.class, () -> from(PUBLIC).next(PUBLIC, "https://none.example/"));
    assertTrue(e.getMessage().endsWith("cannot resolve host name none.example"), e.toString());
  }

  /** It looks names up itself; what is always local is refused all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://10.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/"
      })
  void throughAProxy(String to) throws IOException {
    Redirects redirects = new Redirects(PUBLIC, PROXY, RedirectsTest::addresses);
    assertThrows(TransferException.class, () -> redirects.next(PUBLIC, to));
    assertEquals("cdn.test", redirects.next(PUBLIC, "https://cdn.test/x").getHost());
  }

  /** With a real connection: what it would have fetched is not asked for. */
  @Test
  void theOtherServerIsNotAsked() throws IOException {
    server.redirects.put("/a.img", server.url("/secret").toString());
    server.files.put("/secret", "secret".getBytes());
    HttpDownloader downloads =
        new HttpDownloader(
            NONE,
            new Authorities(Map.of(), List.of()),
            RedirectsTest::addresses,
            new HttpDownloader.Limits(Duration.ofSeconds(5), 1 << 20, List.of()));
    URI url = URI.create("http://localhost:" + server.port() + "/a.img");
    Path target = folder.resolve("a");
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> downloads.download(url, target, (at, total) -> {}));
    assertEquals(
        "can't fetch "
            + url
            + ": "
            + url
            + " redirects to "
            + server.url("/secret")
            + ": redirects from a public address to a loopback address are refused\n"
            + "if you trust it, give the URL that it leads to",
        e.getMessage());
    assertThrows(UncheckedIOException.class, () -> downloads.text(url));
    assertThrows(UncheckedIOException.class, () -> downloads.secret(url));
    assertTrue(server.seen.stream().noneMatch(seen -> seen.path().equals("/secret")));
    assertTrue(Files.notExists(target));
    server.redirects.put("/a.img", "/b.img");
    server.files.put("/b.img", "public".getBytes());
    assertEquals(Optional.of("public"), downloads.text(url));
  }
}
