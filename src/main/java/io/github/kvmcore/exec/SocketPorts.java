package io.github.kvmcore.exec;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks over the network of this host. */
public final class SocketPorts implements Ports {
  /** How an ssh server begins (RFC 4253, section 4.2). */
  private static final byte[] BANNER = "SSH-".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Answer ask(String address, int port, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), millisUntil(deadline));
      return saysBanner(socket, deadline) ? Answer.SSH : Answer.OPEN;
    } catch (IOException e) {
      return Answer.CLOSED;
    }
  }

  @Override
  public List<String> answering(List<String> addresses, int port, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<String> found = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      try {
        for (String address : addresses) {
          begin(selector, address, port);
        }
        while (!selector.keys().isEmpty() && System.nanoTime() < deadline) {
          selector.select(
              key -> {
                if (answers(key)) {
                  found.add((String) key.attachment());
                }
              },
              millisUntil(deadline));
        }
      } finally {
        for (SelectionKey key : List.copyOf(selector.keys())) {
          key.channel().close();
        }
      }
    } catch (IOException e) {
      return found; // no more is known
    }
    return found;
  }

  private static void begin(Selector selector, String address, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT, address);
      channel.connect(new InetSocketAddress(address, port));
    } catch (IOException e) {
      channel.close(); // there is no way to it
    }
  }

  private static boolean answers(SelectionKey key) {
    try (SocketChannel channel = (SocketChannel) key.channel()) {
      return channel.finishConnect();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean saysBanner(Socket socket, long deadline) {
    try {
      InputStream stream = socket.getInputStream();
      for (byte expected : BANNER) {
        socket.setSoTimeout(millisUntil(deadline));
        if (stream.read() != expected) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** At least 1, as 0 means for ever to sockets. */
  private static int millisUntil(long deadlineNanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
  }
}
