package io.github.kvmcore.exec;

/** How unlike two texts are. */
final class EditDistance {
  private EditDistance() {}

  /** Levenshtein's: the fewest insertions, deletions and changes of a character. */
  static int between(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] current = new int[other.length() + 1];
      current[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        int insertOrDelete = 1 + Math.min(above[column], current[column - 1]);
        current[column] = Math.min(insertOrDelete, above[column - 1] + change);
      }
      above = current;
    }
    return above[other.length()];
  }
}
