package io.github.kvmcore.exec.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that servers may show a certificate of: Java's own, and where these
 * do not suffice the system's, or those that {@code SSL_CERT_FILE} and {@code SSL_CERT_DIR} name in
 * their place, as for curl. They are read when a server is first judged by them.
 */
final class Authorities {
  /** Where distributions keep theirs; the first that is there counts. */
  static final List<Path> SYSTEM =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/var/lib/ca-certificates/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");
  private static final int MOST_BYTES = 16 << 20;

  private final Map<String, String> environment;
  private final List<Path> system;
  private @Nullable SSLContext context;

  Authorities(Map<String, String> environment, List<Path> system) {
    this.environment = Map.copyOf(environment);
    this.system = List.copyOf(system);
  }

  /** For HTTP clients. */
  synchronized SSLContext context() {
    try {
      if (context == null) {
        context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Both()}, null);
      }
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /**
   * @param store null: Java's own
   */
  private static X509ExtendedTrustManager trusting(@Nullable KeyStore store)
      throws CertificateException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager found) {
          return found;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e.getMessage(), e);
    }
    throw new CertificateException("this Java checks no certificates");
  }

  private KeyStore others() throws CertificateException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Path file : files()) {
        for (X509Certificate certificate : certificates(file)) {
          store.setCertificateEntry("" + store.size(), certificate);
        }
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  /** Java takes an empty one for a mistake of the caller's. */
  private static boolean isEmpty(KeyStore store) throws CertificateException {
    try {
      return store.size() == 0;
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  private List<Path> files() throws IOException {
    String file = environment.getOrDefault("SSL_CERT_FILE", "");
    String folders = environment.getOrDefault("SSL_CERT_DIR", "");
    List<Path> all = new ArrayList<>();
    if (!file.isEmpty()) {
      all.add(Path.of(file));
    }
    for (String folder : folders.split(":", -1)) {
      if (!folder.isEmpty() && Files.isDirectory(Path.of(folder))) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
          entries.forEach(all::add);
        }
      }
    }
    if (file.isEmpty() && folders.isEmpty()) {
      system.stream().filter(Files::isRegularFile).findFirst().ifPresent(all::add);
    }
    return all.stream().filter(it -> it.equals(Path.of(file)) || Files.isRegularFile(it)).toList();
  }

  /**
   * One that can't be read, or is no longer allowed, is passed over, as others count all the same.
   */
  private static List<X509Certificate> certificates(Path file) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
      for (Matcher found = CERTIFICATE.matcher(text); found.find(); ) {
        try {
          byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
          all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
        } catch (CertificateException | IllegalArgumentException e) {
          // Not one that Java can use; the others count.
        }
      }
    } catch (IOException e) {
      throw new CertificateException("can't read the certificates in " + file, e);
    }
    return all;
  }

  /** Judges a server by Java's authorities, and where they don't know it by the others. */
  private final class Both extends X509ExtendedTrustManager {
    private @Nullable X509ExtendedTrustManager own;
    private @Nullable X509ExtendedTrustManager others;

    /** One judgement. */
    private interface Judge {
      void judge(X509ExtendedTrustManager by) throws CertificateException;
    }

    private synchronized X509ExtendedTrustManager own() throws CertificateException {
      own = own == null ? trusting(null) : own;
      return own;
    }

    private synchronized X509ExtendedTrustManager others() throws CertificateException {
      if (others == null) {
        KeyStore store = Authorities.this.others();
        others = isEmpty(store) ? own() : trusting(store);
      }
      return others;
    }

    private void judge(Judge judge) throws CertificateException {
      try {
        judge.judge(own());
      } catch (CertificateException e) {
        judge.judge(others());
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      judge(by -> by.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      judge(by -> by.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge(by -> by.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("kvmcore has no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("kvmcore has no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("kvmcore has no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
