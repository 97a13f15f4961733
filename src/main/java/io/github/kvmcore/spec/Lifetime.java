package io.github.kvmcore.spec;

import java.time.Duration;

/**
 * How long machines are wanted, before {@code reap} may remove them.
 *
 * @param length from now on; zero: for ever
 * @param asked whether an option of this very run said so, which then counts for machines that are
 *     there already as well; what a file says counts for new clusters only
 */
public record Lifetime(Duration length, boolean asked) {
  /** Whether there is no end. */
  public boolean isForEver() {
    return length.isZero();
  }
}
