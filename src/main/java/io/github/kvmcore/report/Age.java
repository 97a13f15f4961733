package io.github.kvmcore.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times with how long ago they are. */
final class Age {
  private Age() {}

  /** A time as it was written, and its age where it is one: {@code … (3 days ago)}. */
  static String of(String time, Instant now) {
    try {
      return time + " (" + ago(Duration.between(Instant.parse(time), now)) + ")";
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  private static String ago(Duration age) {
    if (age.isNegative()) {
      return "in the future";
    }
    if (age.toMinutes() < 2) {
      return age.toSeconds() + " s ago";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + " min ago";
    }
    return age.toDays() < 2 ? age.toHours() + " hours ago" : age.toDays() + " days ago";
  }
}
