package io.github.kvmcore.image;

/** The order of versions: number by number, as in 4152.2.10 after 4152.2.3. */
final class Versions {
  private Versions() {}

  static int compare(String one, String other) {
    String[] left = one.split("[^0-9]+", -1);
    String[] right = other.split("[^0-9]+", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Long.compare(number(left, i), number(right, i));
      if (order != 0) {
        return order;
      }
    }
    return one.compareTo(other);
  }

  private static long number(String[] parts, int index) {
    boolean some = index < parts.length && !parts[index].isEmpty() && parts[index].length() < 18;
    return some ? Long.parseLong(parts[index]) : 0;
  }
}
