package io.github.kvmcore.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
final class Suggestion {
  private static final int FURTHEST = 3;
  private static final int LONGEST = 50;

  private Suggestion() {}

  /** The nearest of the words; empty where none is near. */
  static Optional<String> nearest(String written, Collection<String> words) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = written.toLowerCase(Locale.ROOT).replace('-', '_').strip();
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String word : words) {
      int distance = Math.min(distance(plain, word), distance("vm_" + plain, word));
      if (distance < least) {
        least = distance;
        best = word;
      }
    }
    return least <= Math.min(FURTHEST, plain.length() / 3)
        ? Optional.ofNullable(best)
        : Optional.empty();
  }

  /** How many letters to add, leave out, change or swap with their neighbour. */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
