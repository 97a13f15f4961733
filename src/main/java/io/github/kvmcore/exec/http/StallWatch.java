package io.github.kvmcore.exec.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream from which nothing has come for too long, so that its reader wakes up. */
final class StallWatch implements AutoCloseable {
  private final InputStream stream;
  private final Duration limit;
  private final Thread thread;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean fired;

  StallWatch(InputStream stream, Duration limit) {
    this.stream = stream;
    this.limit = limit;
    this.thread = new Thread(this::watch, "kvmcore-stall-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Something came. */
  void alive() {
    lastNanos = System.nanoTime();
  }

  /** Reads; a stall is an error like a cut connection. */
  int read(byte[] buffer) throws IOException {
    try {
      int count = stream.read(buffer);
      if (!fired) {
        alive();
        return count;
      }
    } catch (IOException e) {
      if (!fired) {
        throw e;
      }
    }
    throw TransferException.passing("no byte came for " + seconds(limit), null);
  }

  static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private void watch() {
    try {
      for (long left; (left = limit.toNanos() - (System.nanoTime() - lastNanos)) > 0; ) {
        Thread.sleep(left / 1_000_000 + 1);
      }
      fired = true;
      stream.close();
    } catch (InterruptedException | IOException e) {
      // the reader is done, or the stream is as good as closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
