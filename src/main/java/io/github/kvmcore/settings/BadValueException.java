package io.github.kvmcore.settings;

/** A value that a setting can't take; its message says why. Never leaves this package. */
final class BadValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  BadValueException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
