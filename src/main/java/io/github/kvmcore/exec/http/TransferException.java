package io.github.kvmcore.exec.http;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why one try of a download failed, in words for the user. */
final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean again;
  private final String next;
  private final Duration pause;

  /**
   * A failed try.
   *
   * @param again whether another try may help
   * @param next what the user can do; empty where nothing better is known than to run again
   */
  TransferException(String message, boolean again, String next, @Nullable Throwable cause) {
    this(message, again, next, Duration.ZERO, cause);
  }

  private TransferException(
      String message, boolean again, String next, Duration pause, @Nullable Throwable cause) {
    super(message, cause);
    this.again = again;
    this.next = next;
    this.pause = pause;
  }

  /** One that may help after a pause, as the server says. */
  static TransferException busy(String message, Duration pause) {
    String next = pause.isZero() ? "" : "run again after that time";
    return new TransferException(message, true, next, pause, null);
  }

  static TransferException passing(String message, @Nullable Throwable cause) {
    return new TransferException(message, true, "", cause);
  }

  static TransferException lasting(String message, String next) {
    return new TransferException(message, false, next, null);
  }

  boolean again() {
    return again;
  }

  /** The shortest time before another try. */
  Duration pause() {
    return pause;
  }

  String next() {
    return next;
  }
}
