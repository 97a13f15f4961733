package io.github.kvmcore.cli.session;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.render.OverrunException;
import io.github.kvmcore.render.RenderBounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Renders users' templates in threads of their own, which can be left alone: a template can loop
 * for ever, or call itself until the stack is full.
 */
final class TimedRendering implements RenderBounds {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** How often it is asked where the work is, in case it runs out of memory. */
  private static final long LOOK_MILLIS = 100;

  /** Enough that it takes a while to fill, so that it can be seen where that happens. */
  private static final long DEEP_STACK = 16L << 20;

  private static final int DEEP_RUNS = 5;

  private final Duration limit;

  TimedRendering() {
    this(LIMIT);
  }

  TimedRendering(Duration limit) {
    this.limit = limit;
  }

  @Override
  public String render(Work work) {
    Run run = new Run(work, 0);
    run.await(limit, LOOK_MILLIS);
    if (!(run.failure instanceof StackOverflowError)) {
      return run.result();
    }
    // Where it was is lost when the stack has been unwound: the same again, and watched closely.
    String place = "";
    for (int count = 0; place.isEmpty() && count < DEEP_RUNS; count++) {
      Run deep = new Run(work, DEEP_STACK);
      deep.await(limit, 1);
      place = deep.place;
    }
    throw new OverrunException(
        "it nests too deeply: a macro, a function or a file includes itself without end", place);
  }

  /** A thread that does the work. */
  private static final class Run {
    private final Work work;
    private final Thread thread;
    private volatile String text = "";
    private volatile @Nullable Throwable failure;
    private String place = "";

    Run(Work work, long stack) {
      this.work = work;
      this.thread = new Thread(null, this::run, "template", stack);
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      try {
        text = work.text();
      } catch (Throwable e) { // a full stack or heap, too, is the template's failure
        failure = e;
      }
    }

    /**
     * Waits for the end.
     *
     * @throws OverrunException where it takes longer than the limit
     */
    void await(Duration limit, long lookMillis) {
      long end = System.nanoTime() + limit.toNanos();
      while (thread.isAlive()) {
        if (System.nanoTime() - end >= 0) {
          work.abandon();
          throw new OverrunException(
              "it does not end within " + limit.toSeconds() + "s: is there an endless loop?",
              work.place());
        }
        join(lookMillis);
        String now = work.place();
        place = now.isEmpty() ? place : now;
      }
    }

    private void join(long millis) {
      try {
        thread.join(millis);
      } catch (InterruptedException e) {
        work.abandon();
        Thread.currentThread().interrupt();
        throw new KvmcoreException(ExitCode.INTERRUPTED, "interrupted", e);
      }
    }

    /** The text; what went wrong is thrown as it is. */
    String result() {
      Throwable thrown = failure;
      if (thrown instanceof OutOfMemoryError) {
        throw new OverrunException("it needs more memory than kvmcore has", place);
      } else if (thrown instanceof RuntimeException exception) {
        throw exception;
      } else if (thrown != null) {
        throw new IllegalStateException(thrown);
      }
      return text;
    }
  }
}
