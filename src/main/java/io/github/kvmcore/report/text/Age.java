package io.github.kvmcore.report.text;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times with how long ago, or away, they are. */
public final class Age {
  private Age() {}

  /** A time as it was written, and its age where it is one: {@code … (3 days ago)}. */
  public static String of(String time, Instant now) {
    try {
      return time + " (" + ago(Duration.between(Instant.parse(time), now)) + ")";
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  private static String ago(Duration age) {
    return age.isNegative() ? "in " + span(age.negated()) : span(age) + " ago";
  }

  /** A length of time, in the unit that fits. */
  public static String span(Duration time) {
    if (time.toMinutes() < 2) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() < 2) {
      return time.toMinutes() + " min";
    }
    return time.toDays() < 2 ? time.toHours() + " hours" : time.toDays() + " days";
  }
}
