package io.github.kvmcore.exec.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program as one stage of a stream: a thread feeds it, one carries its output on, one keeps what
 * it complains of. Each holds one block; who is slow slows who is before him.
 *
 * <p>Whoever of the three can't go on ends the program, as it would wait for ever. A program that
 * does not read on is no failure: its exit status says what to think of that. Its time counts while
 * it is the one that all wait for, and starts again with each block: a stream may be of any length,
 * and come as slowly as it likes.
 */
final class StreamedRun {
  private static final int BLOCK_BYTES = 1 << 16;

  /** A daemon that the program started may hold its output for ever. */
  private static final long LINGER_MILLIS = 5000;

  /** The same where a slow disk has to take the output first. */
  private static final long OUTPUT_LINGER_MILLIS = 600_000;

  private final Process process;
  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private @Nullable String complaint;
  private long movedNanos = System.nanoTime();
  private int others;

  StreamedRun(Process process, InputStream in, OutputStream out, OutputStream err) {
    this.process = process;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs to the end.
   *
   * @return whether it ended by itself, and within the time
   */
  boolean run(Command command) throws InterruptedException {
    Thread feeder = thread(this::feed);
    Thread carrier = thread(() -> carry(process.getInputStream(), out, "take its output"));
    Thread listener = thread(() -> carry(process.getErrorStream(), err, "keep what it says"));
    try {
      boolean ended = ends(command.limit().toNanos());
      if (!ended) {
        kill();
      }
      carrier.join(LINGER_MILLIS);
      if (carrier.isAlive()) {
        ProcessTree.kill(List.of(process.toHandle())); // what it started holds the output
      }
      carrier.join(ended ? OUTPUT_LINGER_MILLIS : LINGER_MILLIS);
      if (carrier.isAlive()) {
        complain("kvmcore: its output did not end when it did");
      }
      listener.join(LINGER_MILLIS);
      return ended;
    } finally {
      kill();
      feeder.interrupt();
      carrier.interrupt();
      listener.interrupt();
      settle(feeder, carrier, listener);
    }
  }

  private boolean ends(long limitNanos) throws InterruptedException {
    long left = limitNanos;
    while (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
      left = limitNanos - idleNanos();
      if (left <= 0) {
        return false;
      }
    }
    return true;
  }

  /** How long all have been waiting for the program. */
  private synchronized long idleNanos() {
    return others > 0 ? 0 : System.nanoTime() - movedNanos;
  }

  /** Something moves on; meanwhile it is not the program's turn. */
  private synchronized void turn(int change) {
    others += change;
    movedNanos = System.nanoTime();
  }

  /** Nobody writes into what the caller gave once the run is over. */
  private static void settle(Thread... threads) {
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      try {
        thread.join(LINGER_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  Process process() {
    return process;
  }

  /** What kvmcore could not do for the program; null where it could. */
  synchronized @Nullable String complaint() {
    return complaint;
  }

  private synchronized void complain(String text) {
    complaint = complaint == null ? text : complaint;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new DaemonThreads("kvmcore-stream").newThread(work);
    thread.start();
    return thread;
  }

  private void feed() {
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream to = process.getOutputStream()) {
      for (int count; (count = read(in, block)) >= 0; ) {
        to.write(block, 0, count);
      }
    } catch (IOException e) {
      // it reads no more, or read has complained
    }
  }

  /** An input that broke off must not look like one that ended. */
  private int read(InputStream from, byte[] block) throws IOException {
    turn(1);
    try {
      return from.read(block);
    } catch (IOException | RuntimeException e) {
      if (process.isAlive()) {
        complain("kvmcore can't feed it: " + e.getMessage());
        kill();
      }
      throw new IOException(e);
    } finally {
      turn(-1);
    }
  }

  private void carry(InputStream from, OutputStream to, String doing) {
    byte[] block = new byte[BLOCK_BYTES];
    try (from) {
      for (int count; (count = from.read(block)) >= 0; ) {
        take(to, block, count, doing);
      }
    } catch (IOException e) {
      // its end of the pipe is gone, or take has complained
    }
  }

  private void take(OutputStream to, byte[] block, int count, String doing) throws IOException {
    turn(1);
    try {
      to.write(block, 0, count);
    } catch (IOException | RuntimeException e) {
      complain("kvmcore can't " + doing + ": " + e.getMessage());
      kill();
      throw new IOException(e);
    } finally {
      turn(-1);
    }
  }

  private void kill() {
    if (process.isAlive()) {
      ProcessTree.kill(List.of(process.toHandle()));
    }
  }
}
