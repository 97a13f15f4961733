package io.github.kvmcore.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long machines are wanted, before {@code reap} may remove them.
 *
 * @param length from now on; zero: for ever
 * @param asked whether an option of this very run said so, which then counts for machines that are
 *     there already as well; what a file says counts for new clusters only
 */
public record Lifetime(Duration length, boolean asked) {
  private static final String SETTING = "vm_ttl";

  /** Whether there is no end. */
  public boolean isForEver() {
    return length.isZero();
  }

  /** Null where nothing is said. */
  static @Nullable Lifetime read(Values values) {
    Duration length = values.readOptional(SETTING, Quantities::lifetime);
    return length == null ? null : new Lifetime(length, values.origin(SETTING).startsWith("--"));
  }
}
