package io.github.kvmcore.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Gives out discovery URLs for etcd as discovery.etcd.io did, to be run on a lab. */
final class DiscoveryServer {
  private DiscoveryServer() {}

  /** Arguments: the port, and a file to which each request's path and query are added. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    Path seen = Path.of(arguments[1]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Files.writeString(seen, exchange.getRequestURI() + "\n", StandardOpenOption.APPEND);
            long count = Files.readString(seen).lines().count();
            byte[] url =
                "http://127.0.0.1:%d/token-%d"
                    .formatted(port, count)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, url.length);
            exchange.getResponseBody().write(url);
          }
        });
    server.start();
    Files.createFile(seen);
  }
}
