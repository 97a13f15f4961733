package io.github.kvmcore.e2e.lab;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between virsh and libvirtd, and breaks off every second connection: the first of them
 * after virsh's first message, the next after its second, and so on. In one round libvirtd gets
 * that message and its answer is lost, in the next round it does not. So libvirtd seems to end at
 * each moment of a command, before and after it did what was asked.
 *
 * <p>libvirt's messages begin with their own length, four bytes that count in it
 * (https://libvirt.org/kbase/internals/rpc.html).
 */
public final class BrokenConnections implements AutoCloseable {
  /** A command of virsh's sends about nine messages: it opens, asks, acts and closes. */
  private static final int MESSAGES = 10;

  /** So many connections are broken off until each moment was met. */
  public static final int ROUND = 2 * MESSAGES;

  private final Path socket;
  private final Path moved;
  private final ServerSocketChannel server;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Takes the place of a libvirtd's socket until it is closed.
   *
   * @param socket the libvirtd's, as this process sees it; not above 100 bytes
   */
  public BrokenConnections(Path socket) throws IOException {
    this.socket = socket;
    moved = socket.resolveSibling(socket.getFileName() + ".moved");
    Files.move(socket, moved);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    start("connections", this::accept);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static Thread start(String name, Work work) {
    Runnable untilClosed =
        () -> {
          try {
            work.run();
          } catch (IOException | InterruptedException e) {
            // One of the two sides is closed.
          }
        };
    Thread thread = new Thread(untilClosed, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = server.accept();
      int number = connections.getAndIncrement();
      start("connection " + number, () -> serve(client, number));
    }
  }

  private void serve(SocketChannel client, int number) throws IOException, InterruptedException {
    boolean breaks = number % 2 == 0;
    int last = number / 2 % MESSAGES;
    boolean lastArrives = number / 2 / MESSAGES % 2 == 0;
    try (client;
        SocketChannel libvirtd = SocketChannel.open(UnixDomainSocketAddress.of(moved))) {
      Thread answers = start("answers " + number, () -> passAnswers(libvirtd, client));
      for (int message = 0; !breaks || message < last; message++) {
        write(libvirtd, read(client));
      }
      ByteBuffer message = read(client);
      client.close();
      if (lastArrives) {
        write(libvirtd, message);
        answers.join();
      }
    }
  }

  /** Ends with the first answer that can not be delivered. */
  private static void passAnswers(SocketChannel libvirtd, SocketChannel client) throws IOException {
    try (client) {
      while (true) {
        write(client, read(libvirtd));
      }
    }
  }

  private static ByteBuffer read(SocketChannel from) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    fill(from, length);
    ByteBuffer message = ByteBuffer.allocate(length.getInt(0)).put(length.flip());
    fill(from, message);
    return message.flip();
  }

  private static void fill(SocketChannel from, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  private static void write(SocketChannel to, ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      to.write(message);
    }
  }

  /** How many connections were broken off. */
  public int count() {
    return (connections.get() + 1) / 2;
  }

  /** Gives libvirtd its place back. */
  @Override
  public void close() throws IOException {
    server.close();
    Files.move(moved, socket, StandardCopyOption.REPLACE_EXISTING);
  }
}
