package io.github.kvmcore.exec.process;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What other threads do for this one. */
public final class Futures {
  private Futures() {}

  /** Waits for a result; what went wrong there is thrown as it is, and an interrupt as one. */
  public static <T> T join(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KvmcoreException(ExitCode.INTERRUPTED, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
