package io.github.kvmcore.spec.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers mistakes, so that all are told at once, in the order in which they were written. */
public final class Mistakes {
  private static final int MOST = 50;

  private final List<Mistake> found = new ArrayList<>();

  /**
   * Adds a mistake.
   *
   * @param order the place of what is wrong among all that was given
   * @param line the whole message, on one line
   */
  public void add(int order, String line) {
    found.add(new Mistake(order, line));
  }

  /** Whether there are more than anybody reads, so that no more work need go into one. */
  public boolean areMany() {
    return found.size() >= MOST;
  }

  /** The messages, no more than anybody reads; empty where all was well. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    found.stream()
        .sorted(Comparator.comparingInt(Mistake::order))
        .limit(MOST)
        .forEach(mistake -> lines.add(mistake.line));
    if (found.size() > MOST) {
      lines.add("and " + (found.size() - MOST) + " more mistakes");
    }
    return lines;
  }

  private record Mistake(int order, String line) {}
}
