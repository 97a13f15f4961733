package io.github.kvmcore.model.machine;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which machines are shown: those without a number first, by their names as people
 * count (node2 before node10), then the numbered ones by number.
 */
public final class MachineOrder {
  private static final Pattern PIECE = Pattern.compile("[0-9]+|[^0-9]+");

  private MachineOrder() {}

  /** By the number in the machines' names, then by name. */
  public static <T> Comparator<T> by(ToIntFunction<T> index, Function<T, String> name) {
    return Comparator.comparingInt(index)
        .thenComparing(name, MachineOrder::compare)
        .thenComparing(name);
  }

  /** Digits by their value, the rest letter by letter. */
  private static int compare(String one, String other) {
    Matcher left = PIECE.matcher(one);
    Matcher right = PIECE.matcher(other);
    while (left.find()) {
      if (!right.find()) {
        return 1;
      }
      int order = comparePieces(left.group(), right.group());
      if (order != 0) {
        return order;
      }
    }
    return right.find() ? -1 : 0;
  }

  private static int comparePieces(String one, String other) {
    boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
    return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }
}
