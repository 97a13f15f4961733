package io.github.kvmcore.exec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private static String proxy(String url, Map<String, String> environment) {
    return new Proxies(environment)
        .forUrl(URI.create(url))
        .map(Proxies.Server::toString)
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "http_proxy,  http://p:1,      http://h/,  p:1",
    "http_proxy,  http://p:1,      https://h/, none",
    "https_proxy, p:2,             https://h/, p:2",
    "HTTPS_PROXY, http://p:2/,     https://h/, p:2",
    "all_proxy,   http://p:3,      https://h/, p:3",
    "ALL_PROXY,   http://p:3,      http://h/,  p:3",
    "HTTP_PROXY,  http://p:4,      http://h/,  p:4",
    "http_proxy,  http://p,        http://h/,  p:80",
    "http_proxy,  http://[::1]:5,  http://h/,  ::1:5",
    "http_proxy,  '',              http://h/,  none",
  })
  void variables(String name, String value, String url, String expected) {
    assertEquals(expected, proxy(url, Map.of(name, value)));
  }

  @Test
  void aCgiClientCanNotNameAProxy() {
    assertEquals(
        "none", proxy("http://h/", Map.of("HTTP_PROXY", "http://p:1", "REQUEST_METHOD", "GET")));
  }

  @Test
  void theOwnVariableGoesBeforeAll() {
    assertEquals(
        "p:1", proxy("http://h/", Map.of("http_proxy", "http://p:1", "all_proxy", "http://q:2")));
  }

  @ParameterizedTest
  @CsvSource({
    "*,                    http://a.example/,      none",
    "example,              http://a.example/,      none",
    ".example,             http://a.example/,      none",
    "*.example,            http://a.example/,      none",
    "ample,                http://a.example/,      p:1",
    "'b.test, A.Example',  http://a.example/,      none",
    "a.example:80,         http://a.example/,      none",
    "a.example:81,         http://a.example/,      p:1",
    "a.example:81,         http://a.example:81/,   none",
    "127.0.0.1,            http://127.0.0.1:8080/, none",
    "::1,                  http://[::1]:8080/,     none",
    "[::1]:8080,           http://[::1]:8080/,     none",
    "',',                  http://a.example/,      p:1",
    "127.0.0.0/8,          http://127.0.0.1:8080/, none",
    "127.0.0.0/8,          http://128.0.0.1/,      p:1",
    "10.0.0.0/8,           http://10.255.1.2/,     none",
    "10.1.2.3/8,           http://10.255.1.2/,     none",
    "10.0.0.0/9,           http://10.128.0.1/,     p:1",
    "192.168.1.4/31,       http://192.168.1.5/,    none",
    "192.168.1.4/32,       http://192.168.1.5/,    p:1",
    "0.0.0.0/0,            http://8.8.8.8/,        none",
    "0.0.0.0/0,            http://a.example/,      p:1",
    "0.0.0.0/0,            http://[fd00::1]/,      p:1",
    "fd00::/8,             http://[fd12::1]/,      none",
    "fd00::/8,             http://[fe00::1]/,      p:1",
    "[fd00::]/8,           http://[fd12::1]:8/,    none",
    "'b.test, fd00::/8',   http://[fd12::1]/,      none",
    "10.0.0.0/8,           http://[::ffff:a01:1]/, none",
    "10.0.0.0/33,          http://10.0.0.1/,       p:1",
    "10.0.0.0/,            http://10.0.0.1/,       p:1",
    "10.0.0.0/x,           http://10.0.0.1/,       p:1",
    "10/8,                 http://10.0.0.1/,       p:1",
    "a.example/8,          http://a.example/,      p:1",
    "0:0:0:0:0:0:0:1,      http://[::1]:8080/,     none",
    ".10.0.0.1,            http://10.0.0.1/,       none",
    "a.example.,           http://a.example/,      none",
    "a.example,            http://a.example./,     none",
    "..example,            http://a.example/,      p:1",
  })
  void exemptions(String list, String url, String expected) {
    assertEquals(expected, proxy(url, Map.of("http_proxy", "http://p:1", "no_proxy", list)));
    assertEquals(expected, proxy(url, Map.of("http_proxy", "http://p:1", "NO_PROXY", list)));
  }

  @Test
  void aPasswordIsDecodedAndNotShown() {
    Proxies.Server server =
        new Proxies(Map.of("http_proxy", "http://u%40x:p@s:%23+1@host:8"))
            .forUrl(URI.create("http://h/"))
            .orElseThrow();
    assertEquals("u@x", server.user());
    assertEquals("p@s:#+1", server.password());
    assertEquals("host:8", server.toString());
  }

  @Test
  void aSocksProxyIsRefusedWithoutItsPassword() {
    Proxies proxies = new Proxies(Map.of("all_proxy", "socks5://u:secret@h:1"));
    String message =
        assertThrows(UncheckedIOException.class, () -> proxies.forUrl(URI.create("http://h/")))
            .getMessage();
    assertEquals(
        "the environment variable all_proxy can't be used: kvmcore speaks to a proxy by http://"
            + " only\nset it as http://host:port or http://user:password@host:port",
        message);
    assertFalse(message.contains("secret"));
  }
}
