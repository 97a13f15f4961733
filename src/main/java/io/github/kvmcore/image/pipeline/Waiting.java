package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for a thread, and tells how far all are meanwhile. */
final class Waiting {
  private static final long TELL_MILLIS = 100;

  private Waiting() {}

  /**
   * What came of it.
   *
   * @throws IOException or what else the thread threw
   * @throws KvmcoreException where this thread is interrupted
   */
  static <T> T on(Future<T> future, Runnable tell) throws IOException {
    while (true) {
      try {
        return future.get(TELL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        tell.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KvmcoreException(ExitCode.INTERRUPTED, "interrupted", e);
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) throws IOException {
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
