package io.github.kvmcore.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketPortsTest {
  private static Ports.Answer ask(String greeting, boolean stay) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> greet(server, greeting, stay));
      thread.start();
      return new SocketPorts()
          .ask("127.0.0.1", server.getLocalPort(), Duration.ofMillis(stay ? 300 : 5000));
    }
  }

  private static void greet(ServerSocket server, String greeting, boolean stay) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
      if (stay) {
        socket.getInputStream().read();
      }
    } catch (IOException e) {
      // The other side has closed.
      return;
    }
  }

  @Test
  void knowsAnSshServer() throws IOException {
    assertEquals(Ports.Answer.SSH, ask("SSH-2.0-OpenSSH_9.6\r\n", false));
  }

  @Test
  void aSilentOrOtherServerIsOpen() throws IOException {
    assertEquals(Ports.Answer.OPEN, ask("", true));
    assertEquals(Ports.Answer.OPEN, ask("SSH", true));
    assertEquals(Ports.Answer.OPEN, ask("", false));
    assertEquals(Ports.Answer.OPEN, ask("220 smtp\r\n", false));
  }

  @Test
  void whoAcceptsOrRefusesAnswers() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      long started = System.nanoTime();
      assertEquals(
          List.of("127.0.0.1", "127.0.0.2"),
          new SocketPorts()
                  .answering(
                      List.of("127.0.0.1", "127.0.0.2"),
                      server.getLocalPort(),
                      Duration.ofMillis(200))
                  .stream()
                  .sorted()
                  .toList());
      assertTrue(Duration.ofNanos(System.nanoTime() - started).toMillis() < 2000);
    }
  }

  @Test
  void nobodyIsClosed() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    long started = System.nanoTime();
    assertEquals(Ports.Answer.CLOSED, new SocketPorts().ask("127.0.0.1", port, Duration.ZERO));
    assertEquals(
        Ports.Answer.CLOSED, new SocketPorts().ask("192.0.2.1", 22, Duration.ofMillis(200)));
    assertTrue(Duration.ofNanos(System.nanoTime() - started).toMillis() < 2000);
  }
}
