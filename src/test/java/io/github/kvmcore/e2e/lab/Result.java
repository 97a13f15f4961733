package io.github.kvmcore.e2e.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

/** What a program did. */
public record Result(List<String> command, int status, String out, String err, Duration time) {
  /** Fails the test where the exit status is another one. */
  public Result exits(int expected) {
    assertEquals(expected, status, this::toString);
    return this;
  }

  public Result ok() {
    return exits(0);
  }

  /** Fails the test where standard error does not say it. */
  public Result says(String text) {
    assertTrue(err.contains(text), () -> "standard error does not say: " + text + "\n" + this);
    return this;
  }

  /** Fails the test where standard output does not hold it. */
  public Result prints(String text) {
    assertTrue(out.contains(text), () -> "standard output does not hold: " + text + "\n" + this);
    return this;
  }

  @Override
  public String toString() {
    return "%s\nexit status %d after %.1f s\n--- standard output\n%s--- standard error\n%s"
        .formatted(String.join(" ", command), status, time.toMillis() / 1000.0, out, err);
  }
}
