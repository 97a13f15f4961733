package io.github.kvmcore.exec.http;

import io.github.kvmcore.model.image.Urls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests for one URL: through the proxy that the environment names, with the user and
 * password of the URL, and with failures told in words.
 */
final class HttpResource {
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);
  private static final List<Integer> BUSY = List.of(408, 429);
  private static final List<Integer> NO_HEAD = List.of(403, 405, 501);
  private static final int MOST_REDIRECTS = 5;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

  private final URI url;
  private final Proxies proxies;
  private final Reach.Resolver resolver;
  private final Duration stallLimit;
  private final HttpClient client;

  HttpResource(
      URI url,
      Proxies proxies,
      Authorities authorities,
      Reach.Resolver resolver,
      Duration stallLimit) {
    this.url = url;
    this.proxies = proxies;
    this.resolver = resolver;
    this.stallLimit = stallLimit;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .sslContext(authorities.context())
            .followRedirects(HttpClient.Redirect.NEVER) // each is judged first
            .proxy(new EnvironmentProxies(proxies))
            .authenticator(new Passwords(url, proxies))
            .build();
  }

  /** Sends a GET request, and follows redirects; the body is to be closed by the caller. */
  HttpResponse<InputStream> get(Map<String, String> headers) throws IOException {
    return send("GET", headers);
  }

  /** The same for what a server says of a file; of one that knows no HEAD, the first byte. */
  HttpResponse<InputStream> head() throws IOException {
    HttpResponse<InputStream> response = send("HEAD", Map.of());
    return NO_HEAD.contains(response.statusCode())
        ? send("GET", Map.of("Range", "bytes=0-0"))
        : response;
  }

  private HttpResponse<InputStream> send(String method, Map<String, String> headers)
      throws IOException {
    Redirects redirects = new Redirects(url, proxies, resolver);
    URI at = Urls.withoutUser(url);
    for (int hops = 0; ; hops++) {
      HttpResponse<InputStream> response = send(method, at, headers);
      Optional<String> location = response.headers().firstValue("Location");
      boolean away = REDIRECTS.contains(response.statusCode()) && location.isPresent();
      if (!away || hops == MOST_REDIRECTS) {
        return response;
      }
      response.body().close();
      at = redirects.next(at, location.get());
    }
  }

  private HttpResponse<InputStream> send(String method, URI at, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(stallLimit);
    request.method(method, HttpRequest.BodyPublishers.noBody());
    request.header("Accept-Encoding", "identity").header("User-Agent", "kvmcore");
    headers.forEach(request::header);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferException("interrupted", false, "", e);
    } catch (IOException e) {
      throw explain(at, e);
    } catch (IllegalArgumentException e) { // a header, or an address that it leads to
      throw TransferException.lasting(
          at.getHost()
              + " answered with what is no HTTP ("
              + Urls.within(String.valueOf(e.getMessage()))
              + ")",
          "check the URL");
    }
  }

  private TransferException explain(URI at, IOException e) {
    Optional<Proxies.Server> proxy = proxies.forUrl(at);
    String whom = at.getHost() + proxy.map(server -> " through the proxy " + server).orElse("");
    String network =
        proxy.isPresent()
            ? "check the network and the proxy variables http_proxy, https_proxy, no_proxy"
            : "check the network and the host's name; behind a proxy set https_proxy";
    String said = said(e);
    if (e instanceof HttpConnectTimeoutException || e instanceof java.net.ConnectException) {
      return new TransferException("no connection to " + whom + said, true, network, e);
    }
    if (said.contains("No credentials provided") || said.contains("too many authentication")) {
      return TransferException.lasting(
          whom + " wants a user and a password, and took none" + said,
          "name the proxy's in https_proxy: http://user:password@host; where the server itself wants"
              + " them, fetch the file by other means and give its path");
    }
    if (e instanceof HttpTimeoutException) {
      String limit = StallWatch.seconds(stallLimit);
      return TransferException.passing(whom + " did not answer within " + limit, e);
    }
    if (e instanceof SSLException) {
      String next =
          "check the host's clock and its certificates (package ca-certificates); a private"
              + " authority's belongs to them (update-ca-certificates, update-ca-trust) or into a"
              + " file that SSL_CERT_FILE names";
      return new TransferException("no safe connection to " + whom + said, false, next, e);
    }
    return new TransferException("the connection to " + whom + " failed" + said, true, network, e);
  }

  /** The first message among an exception and its causes; Java leaves some of them without. */
  private static String said(@Nullable Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof java.nio.channels.UnresolvedAddressException) {
        return " (cannot resolve host name)";
      }
      if (t.getMessage() != null) {
        return " (" + t.getMessage() + ")";
      }
    }
    return "";
  }

  /** An answer that is no success, as an exception. */
  TransferException refused(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    String said = "the server said HTTP " + status;
    if (status >= 300 && status < 400) {
      String where = response.headers().firstValue("Location").orElse("nowhere");
      return TransferException.lasting(
          said + ", which leads to " + Urls.shown(where),
          "kvmcore follows at most " + MOST_REDIRECTS + " redirects");
    }
    if (status >= 500 || BUSY.contains(status)) {
      Duration pause = RetryAfter.of(response.headers(), Instant.now());
      return TransferException.busy(
          pause.isZero() ? said : said + ", and to come back after " + StallWatch.seconds(pause),
          pause);
    }
    return TransferException.lasting(said, status == 404 ? "check the URL" : "");
  }

  /** The environment's proxies for {@link HttpClient}. */
  private static final class EnvironmentProxies extends ProxySelector {
    private final Proxies proxies;

    EnvironmentProxies(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return proxies
          .forUrl(uri)
          .map(server -> new InetSocketAddress(server.host(), server.port()))
          .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
          .orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // get() tells it
    }
  }

  /** Passwords for the proxy, and for the URL's own server but for none that it redirects to. */
  private static final class Passwords extends Authenticator {
    private final URI url;
    private final Proxies proxies;

    Passwords(URI url, Proxies proxies) {
      this.url = url;
      this.proxies = proxies;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() == RequestorType.PROXY) {
        return proxies
            .forUrl(URI.create(getRequestingURL().toString()))
            .filter(server -> server.user() != null)
            .map(server -> pair(String.valueOf(server.user()), server.password()))
            .orElse(null);
      }
      String info = url.getUserInfo();
      boolean same =
          getRequestingURL().getProtocol().equalsIgnoreCase(url.getScheme())
              && getRequestingURL().getHost().equalsIgnoreCase(url.getHost())
              && getRequestingURL().getPort() == url.getPort();
      if (info == null || !same) {
        return null;
      }
      String[] parts = info.split(":", 2);
      return pair(parts[0], parts.length > 1 ? parts[1] : "");
    }

    private static PasswordAuthentication pair(String user, String password) {
      return new PasswordAuthentication(user, password.toCharArray());
    }
  }
}
