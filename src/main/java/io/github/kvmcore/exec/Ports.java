package io.github.kvmcore.exec;

import java.time.Duration;
import java.util.List;

/** Asks TCP ports of machines. */
public interface Ports {
  /** The port of ssh servers. */
  int SSH = 22;

  /** What a port did. */
  enum Answer {
    /** Nobody answered, or the connection was refused. */
    CLOSED,
    /** The connection was accepted, but nothing was said in time. */
    OPEN,
    /** An ssh server said its banner (RFC 4253, section 4.2). */
    SSH
  }

  /** Connects and listens for a banner; never throws. */
  Answer ask(String address, int port, Duration limit);

  /**
   * The addresses that accept or refuse a connection within the limit, all of which is waited for;
   * never throws.
   */
  default List<String> answering(List<String> addresses, int port, Duration limit) {
    return addresses.stream()
        .filter(address -> ask(address, port, limit) != Answer.CLOSED)
        .toList();
  }
}
