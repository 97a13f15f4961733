package io.github.kvmcore.exec.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that serves files with ranges, and misbehaves as it is told. */
public final class FaultyServer implements AutoCloseable {
  /** What the next answer for a file does. */
  public enum Fault {
    NONE,
    CUT_HALF,
    STALL_HALF,
    /** Half of it, half a second later the rest. */
    SLOW,
    STATUS_500,
    /** 429 with the header {@link #retryAfter}. */
    BUSY,
    NO_LENGTH,
    NO_RANGES,
    WRONG_RANGE,
    /** A part that ends early and says so in its length. */
    SHORT_RANGE
  }

  /**
   * A request that came.
   *
   * @param range its Range header; "" where it has none
   */
  public record Seen(String path, String range, String ifRange, String authorization) {}

  public final List<Seen> seen = new CopyOnWriteArrayList<>();
  public final Map<String, byte[]> files = new ConcurrentHashMap<>();
  public final Map<String, String> redirects = new ConcurrentHashMap<>();
  public final Map<String, String> etags = new ConcurrentHashMap<>();
  public volatile String wantedAuthorization = "";
  public volatile String retryAfter = "";
  public volatile int busyStatus = 429;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final HttpServer server;

  public FaultyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The faults of the next answers, in their order; then none. */
  public synchronized void next(Fault... wanted) {
    faults.addAll(List.of(wanted));
  }

  private synchronized Fault fault() {
    Fault fault = faults.poll();
    return fault == null ? Fault.NONE : fault;
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = header(exchange, "Range");
    String ifRange = header(exchange, "If-Range");
    seen.add(new Seen(path, range, ifRange, header(exchange, "Authorization")));
    byte[] body = files.get(path);
    if (!wantedAuthorization.equals(header(exchange, "Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
      exchange.sendResponseHeaders(401, -1);
    } else if (redirects.containsKey(path)) {
      exchange.getResponseHeaders().set("Location", redirects.get(path));
      exchange.sendResponseHeaders(302, -1);
    } else if (body == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      serve(exchange, path, body, range, ifRange);
    }
    exchange.close();
  }

  private void serve(HttpExchange exchange, String path, byte[] body, String range, String ifRange)
      throws IOException {
    Fault fault = fault();
    if (fault == Fault.BUSY) {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      exchange.sendResponseHeaders(busyStatus, -1);
      return;
    }
    if (fault == Fault.STATUS_500) {
      exchange.sendResponseHeaders(500, -1);
      return;
    }
    String etag = etags.getOrDefault(path, "\"one\"");
    if (!etag.isEmpty()) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    int from = 0;
    if (!range.isEmpty() && ifRange.equals(etag) && fault != Fault.NO_RANGES) {
      from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      int said = fault == Fault.WRONG_RANGE ? from + 1 : from;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + said + "-" + (body.length - 1) + "/" + body.length);
    }
    int length = (body.length - from) / (fault == Fault.SHORT_RANGE ? 2 : 1);
    boolean half = fault == Fault.CUT_HALF || fault == Fault.STALL_HALF;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, fault == Fault.NO_LENGTH ? 0 : length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, from, length / 2);
    out.flush();
    pause(fault);
    if (!half) {
      out.write(body, from + length / 2, length - length / 2);
      out.close();
    }
  }

  private static void pause(Fault fault) {
    try {
      Thread.sleep(fault == Fault.STALL_HALF ? 3000 : fault == Fault.SLOW ? 500 : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
