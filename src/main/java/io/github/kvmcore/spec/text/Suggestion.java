package io.github.kvmcore.spec.text;

import io.github.kvmcore.model.EditDistance;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
public final class Suggestion {
  private static final int FURTHEST = 3;
  private static final int LONGEST = 50;

  private Suggestion() {}

  /** The nearest of the words; empty where none is near. */
  public static Optional<String> nearest(String written, Collection<String> words) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = written.toLowerCase(Locale.ROOT).replace('-', '_').strip();
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String word : words) {
      int distance =
          Math.min(EditDistance.between(plain, word), EditDistance.between("vm_" + plain, word));
      if (distance < least) {
        least = distance;
        best = word;
      }
    }
    return least <= Math.min(FURTHEST, plain.length() / 3)
        ? Optional.ofNullable(best)
        : Optional.empty();
  }

  /** A word of the user's in single quotes, safe to be shown. */
  public static String quoted(String written) {
    return MessageText.quote(written);
  }
}
