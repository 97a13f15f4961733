package io.github.kvmcore.failure;

/**
 * A file of the user's that kvmcore does not take. Whoever asked for it says so with all other
 * mistakes in what the user gave.
 */
public final class RefusedFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which file, why, and what to do
   */
  public RefusedFileException(String message) {
    super(message);
  }

  /** The message. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
