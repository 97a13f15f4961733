package io.github.kvmcore.hostile;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A change to a good text. Places are in thousandths of its length, so that one change can be made
 * to any text.
 *
 * @param piece what comes in
 */
record Mutation(Kind kind, int from, int to, String piece) {
  private static final int THOUSANDTHS = 1000;
  private static final int DEEP = 4000;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern VALUE =
      Pattern.compile("(?<==')[^']*(?=')|(?<=\": )\"[^\"]*\"|(?<=>)[^<>\\s]+(?=<)");
  private static final String LAUGHS =
      "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
          + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY xxe SYSTEM"
          + " 'file:///etc/shadow'>]>\n";

  enum Kind {
    CUT,
    CUT_END,
    REPEAT,
    SWAP_LINES,
    DROP_LINE,
    DOUBLE_LINE,
    INSERT,
    REPLACE,
    VALUE,
    NUMBER,
    NEST,
    LAUGHS
  }

  static Arbitrary<Mutation> any() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, THOUSANDTHS);
    return Combinators.combine(
            Arbitraries.of(Kind.class), place, place, Arbitraries.of(Texts.PIECES))
        .as(Mutation::new);
  }

  /** One of the texts, changed a few times. */
  static Arbitrary<String> of(List<String> texts) {
    return Combinators.combine(Arbitraries.of(texts), any().list().ofMinSize(1).ofMaxSize(5))
        .as(Mutation::apply);
  }

  static String apply(String text, List<Mutation> mutations) {
    String changed = text;
    for (Mutation mutation : mutations) {
      changed = mutation.apply(changed);
    }
    return changed;
  }

  String apply(String text) {
    int first = place(text, Math.min(from, to));
    int last = place(text, Math.max(from, to));
    String before = text.substring(0, first);
    String middle = text.substring(first, last);
    String after = text.substring(last);
    return switch (kind) {
      case CUT -> before + after;
      case CUT_END -> before;
      case REPEAT -> before + middle.repeat(middle.length() > 5000 ? 2 : 20) + after;
      case SWAP_LINES -> lines(text, 2);
      case DROP_LINE -> lines(text, 0);
      case DOUBLE_LINE -> lines(text, 1);
      case INSERT -> before + piece + middle + after;
      case REPLACE -> before + piece + after;
      case VALUE -> replaced(VALUE, text, first);
      case NUMBER -> replaced(NUMBER, text, first);
      case NEST -> before + (text.startsWith("{") ? "[" : "<a>").repeat(DEEP) + middle + after;
      case LAUGHS -> LAUGHS + before + "&c;&xxe;" + middle + after;
    };
  }

  private static int place(String text, int thousandths) {
    return (int) ((long) text.length() * thousandths / THOUSANDTHS);
  }

  private String replaced(Pattern pattern, String text, int from) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find(Math.min(from, text.length()))
        ? text.substring(0, matcher.start()) + piece + text.substring(matcher.end())
        : text;
  }

  /** With one of the lines so often; 2: in the place of the next. */
  private String lines(String text, int times) {
    String[] lines = text.split("(?<=\n)", -1);
    int at = Math.min(lines.length - 1, lines.length * from / THOUSANDTHS);
    if (times == 2 && at + 1 < lines.length) {
      String line = lines[at];
      lines[at] = lines[at + 1];
      lines[at + 1] = line;
    } else {
      lines[at] = times == 0 ? "" : lines[at] + lines[at];
    }
    return String.join("", lines);
  }
}
