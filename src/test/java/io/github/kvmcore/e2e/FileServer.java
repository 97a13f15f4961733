package io.github.kvmcore.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A web server with the files of a folder, to be run on a lab. Of a file FILE beside which lies
 * FILE.cut, it sends the first half and hangs up.
 */
final class FileServer {
  private FileServer() {}

  /** Arguments: the folder, the port, and a file that is made when it serves. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> answer(exchange, folder));
    server.start();
    Files.createFile(Path.of(arguments[2]));
  }

  private static void answer(HttpExchange exchange, Path folder) throws IOException {
    Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
    try (exchange) {
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] content = Files.readAllBytes(file);
      boolean cut = Files.exists(Path.of(file + ".cut"));
      exchange.sendResponseHeaders(200, content.length);
      OutputStream out = exchange.getResponseBody();
      out.write(content, 0, cut ? content.length / 2 : content.length);
      out.flush();
    }
  }
}
