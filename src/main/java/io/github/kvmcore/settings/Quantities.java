package io.github.kvmcore.settings;

import java.time.Duration;
import java.util.Locale;

/** Numbers, switches, times and words of a few. */
final class Quantities {
  private static final Duration LONGEST = Duration.ofDays(1);

  private Quantities() {}

  static Values.Parser<Integer> number(int least, int most) {
    return text -> {
      if (!isDigits(text) || Long.parseLong(text) < least || Long.parseLong(text) > most) {
        throw new BadValueException(
            Shown.quote(text) + " is not a whole number from " + least + " to " + most);
      }
      return Integer.valueOf(text);
    };
  }

  /** Ansible's words for a switch. */
  static boolean yesNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on", "1" -> true;
      case "no", "false", "off", "0" -> false;
      default -> throw new BadValueException(Shown.quote(text) + " is not yes or no");
    };
  }

  /** From 1 s to a day: {@code 300}, {@code 300s}, {@code 5m}, {@code 1h}. */
  static Duration time(String text) {
    Duration time = pause(text);
    if (time.isZero()) {
      throw new BadValueException(Shown.quote(text) + " is not a time from 1s to 24h");
    }
    return time;
  }

  /** The same, or nothing. */
  static Duration pause(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int seconds = lower.endsWith("h") ? 3600 : lower.endsWith("m") ? 60 : 1;
    boolean unit = seconds > 1 || lower.endsWith("s");
    String digits = unit ? lower.substring(0, lower.length() - 1).strip() : lower;
    if (!isDigits(digits)) {
      throw new BadValueException(
          Shown.quote(text) + " is not a time; write for example 300, 300s, 5m or 1h");
    }
    Duration time = Duration.ofSeconds(Long.parseLong(digits) * seconds);
    if (time.compareTo(LONGEST) > 0) {
      throw new BadValueException(Shown.quote(text) + " is not a time from 1s to 24h");
    }
    return time;
  }

  /** One of an enum's constants, by the text that it has for users. */
  static <E extends Enum<E>> Values.Parser<E> word(E[] constants) {
    return text -> {
      StringBuilder all = new StringBuilder();
      for (E constant : constants) {
        if (constant.toString().equals(text)) {
          return constant;
        }
        all.append(all.isEmpty() ? "" : ", ").append(constant);
      }
      throw new BadValueException(Shown.quote(text) + " is not one of " + all);
    };
  }

  /** Decimal digits of ASCII, and few enough for a long with room for a unit. */
  static boolean isDigits(String text) {
    return !text.isEmpty()
        && text.length() <= 14
        && text.chars().allMatch(next -> next >= '0' && next <= '9');
  }
}
