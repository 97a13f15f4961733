package io.github.kvmcore.spec.text;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, switches, times and words of a few. */
public final class Quantities {
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);
  private static final Pattern LIFETIME = Pattern.compile("([0-9]{1,9}) *([smhdw]?)");

  private Quantities() {}

  public static ValueParser<Integer> number(int least, int most) {
    return text -> {
      if (!isDigits(text) || Long.parseLong(text) < least || Long.parseLong(text) > most) {
        throw new BadValueException(
            MessageText.quote(text) + " is not a whole number from " + least + " to " + most);
      }
      return Integer.valueOf(text);
    };
  }

  /** Ansible's words for a switch. */
  public static boolean yesNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on", "1" -> true;
      case "no", "false", "off", "0" -> false;
      default -> throw new BadValueException(MessageText.quote(text) + " is not yes or no");
    };
  }

  /** From 1 s to a day: {@code 300}, {@code 300s}, {@code 5m}, {@code 1h}. */
  public static Duration time(String text) {
    Duration time = pause(text);
    if (time.isZero()) {
      throw new BadValueException(MessageText.quote(text) + " is not a time from 1s to 24h");
    }
    return time;
  }

  /** The same, or nothing. */
  public static Duration pause(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int seconds = lower.endsWith("h") ? 3600 : lower.endsWith("m") ? 60 : 1;
    boolean unit = seconds > 1 || lower.endsWith("s");
    String digits = unit ? lower.substring(0, lower.length() - 1).strip() : lower;
    if (!isDigits(digits)) {
      throw new BadValueException(
          MessageText.quote(text) + " is not a time; write for example 300, 300s, 5m or 1h");
    }
    Duration time = Duration.ofSeconds(Long.parseLong(digits) * seconds);
    if (time.compareTo(LONGEST) > 0) {
      throw new BadValueException(MessageText.quote(text) + " is not a time from 1s to 24h");
    }
    return time;
  }

  /**
   * From 1 s to ten years, {@code 90m}, {@code 8h}, {@code 7d}, {@code 2w}; or {@code never}, 0.
   */
  public static Duration lifetime(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("never")) {
      return Duration.ZERO;
    }
    Matcher matcher = LIFETIME.matcher(lower);
    if (!matcher.matches()) {
      throw new BadValueException(
          MessageText.quote(text) + " is not a time; write for example 90m, 8h, 7d, 2w or never");
    }
    String unit = matcher.group(2);
    Duration time =
        DurationParser.of(Long.parseLong(matcher.group(1)), unit.isEmpty() ? 's' : unit.charAt(0));
    if (time.isZero() || time.compareTo(LONGEST_LIFETIME) > 0) {
      throw new BadValueException(
          MessageText.quote(text) + " is not a time from 1s to 3650d, or never");
    }
    return time;
  }

  /** One of an enum's constants, by the text that it has for users. */
  public static <E extends Enum<E>> ValueParser<E> word(E[] constants) {
    return text -> {
      StringBuilder all = new StringBuilder();
      for (E constant : constants) {
        if (constant.toString().equals(text)) {
          return constant;
        }
        all.append(all.isEmpty() ? "" : ", ").append(constant);
      }
      throw new BadValueException(MessageText.quote(text) + " is not one of " + all);
    };
  }

  /** Decimal digits of ASCII, and few enough for a long with room for a unit. */
  static boolean isDigits(String text) {
    return !text.isEmpty()
        && text.length() <= 14
        && text.chars().allMatch(next -> next >= '0' && next <= '9');
  }
}
