package io.github.kvmcore.spec.inventory;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Host names as Ansible writes them: {@code node01}, {@code node[01:16]}, {@code node[a:f]}, {@code
 * node[1:10:2]}, several ranges in one name, each with a port behind it that is none of kvmcore's
 * business.
 */
public final class HostPattern {
  private static final Pattern PORT = Pattern.compile("(.*[^:]):[0-9]{1,5}");
  private static final Pattern RANGE = Pattern.compile("\\[([^\\[\\]]*)\\]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  private HostPattern() {}

  /**
   * The names, in order.
   *
   * @param most a pattern that names more is refused before they are made
   * @throws BadValueException where it is none, or names too many
   */
  public static List<String> expand(String pattern, int most) {
    List<List<String>> parts = parts(withoutPort(pattern));
    long count = 1;
    for (List<String> part : parts) {
      count = Math.min(Integer.MAX_VALUE, count * part.size());
    }
    if (count > most) {
      throw tooMany(pattern, most);
    }
    List<String> names = List.of("");
    for (List<String> part : parts) {
      names = names.stream().flatMap(name -> part.stream().map(name::concat)).toList();
    }
    return names;
  }

  private static BadValueException tooMany(String pattern, int most) {
    return new BadValueException(
        MessageText.quote(pattern) + " names more than " + most + " machines");
  }

  private static String withoutPort(String pattern) {
    Matcher port = PORT.matcher(pattern);
    return port.matches() ? port.group(1) : pattern;
  }

  /** What stands between the ranges, as lists of one, and the ranges. */
  private static List<List<String>> parts(String pattern) {
    List<List<String>> parts = new ArrayList<>();
    Matcher range = RANGE.matcher(pattern);
    int from = 0;
    while (range.find()) {
      parts.add(List.of(pattern.substring(from, range.start())));
      parts.add(range(range.group(1), pattern));
      from = range.end();
    }
    parts.add(List.of(pattern.substring(from)));
    return parts;
  }

  private static List<String> range(String text, String pattern) {
    String[] bounds = text.split(":", -1);
    if (bounds.length != 2 && bounds.length != 3) {
      throw wrong(pattern, "a range is [begin:end] or [begin:end:step]");
    }
    String begin = bounds[0].isEmpty() ? "0" : bounds[0];
    String end = bounds[1];
    int step = bounds.length == 2 ? 1 : number(bounds[2], pattern);
    if (step < 1) {
      throw wrong(pattern, "a range's step must be 1 or more");
    }
    return isLetter(begin) && isLetter(end)
        ? sequence(LETTERS.indexOf(begin), LETTERS.indexOf(end), step, pattern)
            .mapToObj(at -> LETTERS.substring(at, at + 1))
            .toList()
        : numbers(begin, end, step, pattern);
  }

  private static boolean isLetter(String text) {
    return text.length() == 1 && LETTERS.contains(text);
  }

  private static List<String> numbers(String begin, String end, int step, String pattern) {
    boolean padded = begin.startsWith("0") && begin.length() > 1;
    if (padded && begin.length() != end.length()) {
      throw wrong(pattern, "a range that begins with 0 must end with as many digits");
    }
    String format = padded ? "%0" + begin.length() + "d" : "%d";
    return sequence(number(begin, pattern), number(end, pattern), step, pattern)
        .mapToObj(format::formatted)
        .toList();
  }

  private static IntStream sequence(int begin, int end, int step, String pattern) {
    if (begin > end) {
      throw wrong(pattern, "a range must not end before it begins");
    }
    long count = ((long) end - begin) / step + 1;
    if (count > AnsibleHosts.MOST_HOSTS) {
      throw tooMany(pattern, AnsibleHosts.MOST_HOSTS);
    }
    return IntStream.range(0, (int) count).map(at -> begin + at * step);
  }

  private static int number(String text, String pattern) {
    if (!NUMBER.matcher(text).matches()) {
      throw wrong(pattern, "a range is of numbers or of letters from a to z");
    }
    return Integer.parseInt(text);
  }

  private static BadValueException wrong(String pattern, String reason) {
    return new BadValueException(MessageText.quote(pattern) + ": " + reason);
  }
}
