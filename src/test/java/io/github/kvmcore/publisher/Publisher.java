package io.github.kvmcore.publisher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server on loopback with a {@link Site}'s files, ranges of them too, and its faults. It
 * also gives out discovery URLs for etcd, as discovery.etcd.io did: {@code /new?size=3}.
 */
public final class Publisher implements AutoCloseable {
  private final HttpServer server;
  private final Site site;
  private final AtomicInteger tokens = new AtomicInteger();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /**
   * @param port 0: any that is free
   */
  public Publisher(Site site, int port) throws IOException {
    this(site, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private Publisher(Site site, InetSocketAddress address) throws IOException {
    this.site = site;
    server = HttpServer.create(address, 0);
    server.createContext("/", this::answer);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "publisher");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  /**
   * Arguments: the folder, the port, a file that is made when it serves, and the address where it
   * does; without one, loopback.
   */
  public static void main(String[] arguments) throws IOException {
    InetAddress address =
        arguments.length > 3
            ? InetAddress.getByName(arguments[3])
            : InetAddress.getLoopbackAddress();
    int port = Integer.parseInt(arguments[1]);
    new Publisher(new Site(Path.of(arguments[0])), new InetSocketAddress(address, port));
    Files.createFile(Path.of(arguments[2]));
  }

  /** Without a slash at its end. */
  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public URI url(String path) {
    return URI.create(base() + path);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      site.note(
          new Site.Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              header(exchange, "Range"),
              header(exchange, "If-Range")));
      answer(exchange, exchange.getRequestURI().getPath());
    }
  }

  private void answer(HttpExchange exchange, String path) throws IOException {
    Optional<Site.Placed> set = fault(path);
    Fault fault = set.map(Site.Placed::fault).orElse(null);
    if (fault != null && fault.kind() == Fault.Kind.STATUS) {
      exchange.sendResponseHeaders((int) fault.number(), -1);
    } else if (fault != null && fault.kind() == Fault.Kind.REDIRECT) {
      exchange.getResponseHeaders().set("Location", fault.text());
      exchange.sendResponseHeaders((int) fault.number(), -1);
    } else if (path.equals("/new")) {
      discovery(exchange);
    } else {
      boolean instead = fault != null && fault.kind() == Fault.Kind.INSTEAD;
      Path file = site.file(instead ? fault.text() : path).normalize();
      if (!file.startsWith(site.folder()) || path.contains("/.") || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        new Answer(
                exchange, file, fault, () -> set.isPresent() && site.faults().contains(set.get()))
            .send();
      }
    }
  }

  /** The fault of this request, which is counted. */
  private Optional<Site.Placed> fault(String path) throws IOException {
    List<Site.Placed> sets =
        site.faults().stream()
            .filter(set -> set.path().equals(path) || set.path().equals(Site.ALL))
            .sorted(Comparator.comparing(set -> set.path().equals(Site.ALL)))
            .toList();
    Optional<Site.Placed> first = Optional.empty();
    for (Site.Placed set : sets) {
      int request = counts.merge(set.id(), 1, Integer::sum) - 1;
      if (first.isEmpty() && set.fault().hits(request)) {
        first = Optional.of(set);
      }
    }
    return first;
  }

  private void discovery(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (query == null || !query.matches("(.*&)?size=[1-9][0-9]{0,3}")) {
      exchange.sendResponseHeaders(400, -1);
      return;
    }
    byte[] url =
        ("http://" + header(exchange, "Host") + "/" + token(tokens.incrementAndGet()))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, url.length);
    exchange.getResponseBody().write(url);
  }

  /** The token that is given out as the first, the second, and so on; a real one is random. */
  public static String token(int number) {
    return "%032x".formatted(number);
  }

  static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
