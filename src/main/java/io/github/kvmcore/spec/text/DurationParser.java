package io.github.kvmcore.spec.text;

import java.time.Duration;

/** Lengths of time as users write those that may be of weeks: a number and a letter. */
public final class DurationParser {
  private DurationParser() {}

  /**
   * So many of a unit.
   *
   * @param unit one of {@code s m h d w}
   */
  public static Duration of(long count, char unit) {
    return switch (unit) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      case 'd' -> Duration.ofDays(count);
      case 'w' -> Duration.ofDays(7 * count);
      default -> throw new IllegalArgumentException("no unit of time: " + unit);
    };
  }
}
