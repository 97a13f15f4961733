package io.github.kvmcore.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of the host whose bytes are put into a text when that is written: a secret that no plan,
 * script or recording holds.
 *
 * @param placeholder stands for it in the text: a whole JSON string with its quotes, which no value
 *     that was escaped for JSON can bring about
 * @param file absolute; one that kvmcore made and keeps with the cluster
 */
public record Splice(String placeholder, Path file) {
  private static final String BEGIN = "\"data:;base64,";
  private static final String END = "\"";
  private static final String SCHEME = "kvmcore-file:";
  private static final Pattern WANTED =
      Pattern.compile("(?<!\\\\)" + Pattern.quote(BEGIN + SCHEME) + "([^\"]*)\"");
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+@";

  /** A file, absolute. */
  public static Splice of(Path file) {
    return new Splice(BEGIN + SCHEME + word(file) + END, file);
  }

  /** A file as templates name it: in characters that JSON has nothing to escape of. */
  public static String word(Path file) {
    StringBuilder word = new StringBuilder();
    for (byte next : file.toString().getBytes(UTF_8)) {
      boolean plain = next > 0 && PLAIN.indexOf(next) >= 0;
      word.append(plain ? String.valueOf((char) next) : "%%%02X".formatted(next & 0xff));
    }
    return word.toString();
  }

  /** The files that a text wants and that are none of these, as it names them; none twice. */
  public static Set<String> unknown(String text, List<Splice> secrets) {
    Set<String> unknown = new TreeSet<>();
    for (Piece piece : cut(text, secrets)) {
      Matcher wanted = WANTED.matcher(piece.text());
      while (wanted.find()) {
        unknown.add(wanted.group(1));
      }
    }
    return unknown;
  }

  /** What stands in the text before a file's base64. */
  public static String begin() {
    return BEGIN;
  }

  /** What stands behind it. */
  public static String end() {
    return END;
  }

  /**
   * A text cut where secrets go in.
   *
   * @param secret what follows {@code text}; null at the end
   */
  public record Piece(String text, @Nullable Splice secret) {}

  /** The pieces of a text, in order; one at least. */
  public static List<Piece> cut(String text, List<Splice> secrets) {
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    while (true) {
      Splice next = null;
      int at = text.length();
      for (Splice secret : secrets) {
        int found = text.indexOf(secret.placeholder(), done);
        if (found >= 0 && found < at) {
          next = secret;
          at = found;
        }
      }
      if (next == null) {
        pieces.add(new Piece(text.substring(done), null));
        return List.copyOf(pieces);
      }
      pieces.add(new Piece(text.substring(done, at), next));
      done = at + next.placeholder().length();
    }
  }
}
