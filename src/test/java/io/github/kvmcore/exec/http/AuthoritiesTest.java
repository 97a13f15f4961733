package io.github.kvmcore.exec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A TLS server with a certificate of a private authority's, made by the real openssl. */
@Timeout(60)
class AuthoritiesTest {
  private static final List<Path> NO_SYSTEM = List.of();

  @TempDir static Path folder;
  private static HttpsServer server;
  private static Path authority;

  @BeforeAll
  static void serve() throws IOException, GeneralSecurityException {
    authority = folder.resolve("ca.pem");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=Private -keyout %s/ca.key -out %s/ca.pem");
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=mirror -addext subjectAltName=IP:127.0.0.1"
            + " -keyout %s/server.key -out %s/server.csr");
    openssl(
        "x509 -req -days 9 -in %s/server.csr -CA %s/ca.pem -CAkey %s/ca.key -CAcreateserial"
            + " -copy_extensions copy -out %s/server.pem");
    openssl(
        "pkcs12 -export -in %s/server.pem -inkey %s/server.key -passout pass:secret -out %s/server.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
      store.load(in, "secret".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 4);
          exchange.getResponseBody().write("here".getBytes());
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void openssl(String arguments) {
    CommandResult result =
        new ZtCommandRunner()
            .run(
                Command.of(
                    List.of(("openssl " + arguments.replace("%s", "" + folder)).split(" "))));
    assertTrue(result.ok(), result::explain);
  }

  private static HttpDownloader downloader(Map<String, String> environment, List<Path> system) {
    return new HttpDownloader(
        new Proxies(Map.of()),
        new Authorities(environment, system),
        InetAddress::getAllByName,
        new HttpDownloader.Limits(Duration.ofSeconds(20), 1 << 20, List.of()));
  }

  private static URI url(String host) {
    return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/a");
  }

  private static void assertTrusted(Map<String, String> environment, List<Path> system) {
    assertEquals(Optional.of("here"), downloader(environment, system).text(url("127.0.0.1")));
  }

  private static String refusal(Map<String, String> environment, List<Path> system, String host) {
    return assertThrows(
            UncheckedIOException.class, () -> downloader(environment, system).text(url(host)))
        .getMessage();
  }

  @Test
  void ofTheSystem() {
    assertTrusted(Map.of(), List.of(folder.resolve("none"), authority));
  }

  @Test
  void ofSslCertFile() throws IOException {
    assertTrusted(Map.of("SSL_CERT_FILE", authority.toString()), NO_SYSTEM);
    Path bundle = folder.resolve("bundle.pem");
    String broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    Files.writeString(
        bundle, "# A comment\r\n" + broken + "Subject: x\n" + Files.readString(authority));
    assertTrusted(Map.of("SSL_CERT_FILE", bundle.toString()), NO_SYSTEM);
  }

  @Test
  void ofSslCertDir() throws IOException {
    Path certificates = Files.createDirectories(folder.resolve("certs"));
    Files.writeString(certificates.resolve("README"), "nothing");
    Files.createDirectories(certificates.resolve("sub"));
    Files.copy(authority, certificates.resolve("0a1b2c3d.0"));
    String several = folder.resolve("none") + ":" + certificates;
    assertTrusted(Map.of("SSL_CERT_DIR", several), NO_SYSTEM);
  }

  @Test
  void ofNobody() {
    String said = refusal(Map.of(), NO_SYSTEM, "127.0.0.1");
    assertTrue(said.contains("no safe connection to 127.0.0.1"), said);
    assertTrue(said.contains("SSL_CERT_FILE"), said);
  }

  /** As for curl, what the user names is in place of the system's. */
  @Test
  void theUsersFileIsInPlaceOfTheSystems() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    refusal(Map.of("SSL_CERT_FILE", empty.toString()), List.of(authority), "127.0.0.1");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.pem");
    String said = refusal(Map.of("SSL_CERT_FILE", missing.toString()), NO_SYSTEM, "127.0.0.1");
    assertTrue(said.contains("can't read the certificates in " + missing), said);
  }

  /** Who is trusted is not yet who was asked for. */
  @Test
  void aCertificateForAnotherName() {
    String said = refusal(Map.of(), List.of(authority), "localhost");
    assertTrue(said.contains("localhost"), said);
    assertTrue(said.contains("no safe connection"), said);
  }
}
