package io.github.kvmcore.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is told to the user as text, never as a stack trace.
 *
 * <p>The message has one or more lines: what failed, then (where it helps) the command to paste,
 * what it said, and what to do next. What it quotes can't control a terminal.
 */
public class KvmcoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public KvmcoreException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public KvmcoreException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(TerminalEscaper.text(message), cause);
    this.exitCode = exitCode;
  }

  /** Wrong usage of the command line: exit status 2. */
  public static KvmcoreException usage(String message) {
    return new KvmcoreException(ExitCode.USAGE, message);
  }

  /** All mistakes in settings or input at once, a line each: exit status 3. */
  public static KvmcoreException settings(List<String> mistakes) {
    return new KvmcoreException(ExitCode.SETTINGS, String.join("\n", mistakes));
  }

  /** The host lacks something: exit status 4. */
  public static KvmcoreException host(String message) {
    return new KvmcoreException(ExitCode.HOST, message);
  }

  /** A step failed: exit status 1. */
  public static KvmcoreException failed(String message) {
    return new KvmcoreException(ExitCode.STEP_FAILED, message);
  }

  /** The same with the exception that caused it, shown with {@code --debug}. */
  public static KvmcoreException failed(String message, Throwable cause) {
    return new KvmcoreException(ExitCode.STEP_FAILED, message, cause);
  }

  public final ExitCode exitCode() {
    return exitCode;
  }

  /** The message; never null, as the constructors take none without. */
  public final String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
