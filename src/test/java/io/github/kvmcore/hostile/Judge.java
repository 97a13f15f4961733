package io.github.kvmcore.hostile;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tries a piece of kvmcore with a hostile input: it has to answer or to refuse, and soon. */
public final class Judge {
  /** The stack that kvmcore's launcher gives its threads. */
  private static final long STACK_BYTES = 512 << 10;

  private static final long LIMIT_MILLIS = 20_000;

  private Judge() {}

  /** What it answered; empty where it refused by one of these exceptions, with a message. */
  @SafeVarargs
  public static <T> Optional<T> of(
      Supplier<T> piece, Class<? extends RuntimeException>... refusals) {
    AtomicReference<@Nullable T> answer = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(null, () -> run(piece, answer, thrown), "hostile input", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    await(thread);
    Throwable failure = thrown.get();
    if (failure == null) {
      return Optional.ofNullable(answer.get());
    }
    boolean refused = Stream.of(refusals).anyMatch(refusal -> refusal.isInstance(failure));
    if (refused && hasMessage(failure)) {
      return Optional.empty();
    }
    throw new AssertionError("not refused, but: " + failure, failure);
  }

  private static <T> void run(
      Supplier<T> piece,
      AtomicReference<@Nullable T> answer,
      AtomicReference<@Nullable Throwable> thrown) {
    try {
      answer.set(piece.get());
    } catch (Throwable e) {
      thrown.set(e);
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join(LIMIT_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (thread.isAlive()) {
      AssertionError hangs = new AssertionError("it does not end; it is at:");
      hangs.setStackTrace(thread.getStackTrace());
      throw hangs;
    }
  }

  private static boolean hasMessage(Throwable failure) {
    return failure.getMessage() != null && !failure.getMessage().isBlank();
  }
}
