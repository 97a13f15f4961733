package io.github.kvmcore.e2e.lab;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another program does. */
public final class Wait {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Wait() {}

  public static void until(String what, Callable<Boolean> condition) throws Exception {
    until(what, LIMIT, condition);
  }

  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(1);
    }
  }
}
