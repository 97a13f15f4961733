package io.github.kvmcore.exec.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a run that is told to end by a signal: it is interrupted, its commands end, and it
 * gets a moment to say how far it got and to give its locks back.
 */
public final class ShutdownHook implements Runnable {
  /** With what commands get to end this is below the 5 s within which it is over. */
  private static final long PATIENCE_MILLIS = 2000;

  private final Thread run;
  private final ZtCommandRunner commands;
  private final CountDownLatch done = new CountDownLatch(1);

  /**
   * @param run the thread that runs it
   * @param commands what it runs
   */
  public ShutdownHook(Thread run, ZtCommandRunner commands) {
    this.run = run;
    this.commands = commands;
  }

  /** The run has come to its end. */
  public void done() {
    done.countDown();
  }

  @Override
  public void run() {
    if (done.getCount() == 0) {
      commands.close(); // what nobody waits for any more
      return;
    }
    run.interrupt();
    commands.close();
    try {
      boolean unused = done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
