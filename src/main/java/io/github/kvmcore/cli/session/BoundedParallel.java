package io.github.kvmcore.cli.session;

import io.github.kvmcore.exec.process.DaemonThreads;
import io.github.kvmcore.exec.process.Futures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Does the same for each of many, for some of them at the same time. */
public final class BoundedParallel {
  private BoundedParallel() {}

  /**
   * The results in the order of the tasks.
   *
   * @param most how many are done at the same time
   */
  public static <T, R> List<R> each(List<T> tasks, int most, Function<T, R> how) {
    int threads = Math.max(1, Math.min(most, tasks.size()));
    ExecutorService pool = Executors.newFixedThreadPool(threads, new DaemonThreads("at-once"));
    try {
      // A list, since a stream would begin the next only when the one before it has ended.
      List<CompletableFuture<R>> begun =
          tasks.stream()
              .map(task -> CompletableFuture.supplyAsync(() -> how.apply(task), pool))
              .toList();
      return begun.stream().map(Futures::join).toList();
    } finally {
      if (Thread.currentThread().isInterrupted()) {
        pool.shutdownNow();
      } else {
        pool.shutdown();
      }
    }
  }
}
