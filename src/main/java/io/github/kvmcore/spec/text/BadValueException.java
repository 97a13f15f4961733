package io.github.kvmcore.spec.text;

/** A value that a setting can't take; its message says why. Never leaves this package. */
public final class BadValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public BadValueException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
