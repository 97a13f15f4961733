package io.github.kvmcore.exec.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why one try of a download failed, in words for the user. */
final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean again;
  private final String next;

  /**
   * A failed try.
   *
   * @param again whether another try may help
   * @param next what the user can do; empty where nothing better is known than to run again
   */
  TransferException(String message, boolean again, String next, @Nullable Throwable cause) {
    super(message, cause);
    this.again = again;
    this.next = next;
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

  String next() {
    return next;
  }
}
