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
 * @param form how it stands in the text
 * @param file absolute; one that kvmcore made and keeps with the cluster
 * @param placeholder stands for it in the text: a whole JSON string with its quotes, which no value
 *     that was escaped for JSON can bring about
 */
public record SecretRef(Form form, Path file, String placeholder) {
  private static final String END = "\"";

  /** How a file's bytes stand in a text: in a whole JSON string, which is one of YAML's as well. */
  public enum Form {
    /** As a data URL, for Ignition. */
    DATA_URL("\"data:;base64,", "kvmcore-file:"),
    /** As base64 alone, for {@code write_files} of a cloud-config. */
    BASE64("\"", "kvmcore-base64:"),
    /** The file's one line as it is, such as a public key. */
    LINE("\"", "kvmcore-line:");

    private final String begin;
    private final String scheme;
    private final Pattern wanted;

    Form(String begin, String scheme) {
      this.begin = begin;
      this.scheme = scheme;
      this.wanted = Pattern.compile("(?<!\\\\)" + Pattern.quote(begin + scheme) + "([^\"]*)\"");
    }
  }

  /** A file, absolute, in a data URL. */
  public static SecretRef of(Path file) {
    return of(Form.DATA_URL, file);
  }

  /** A file, absolute. */
  public static SecretRef of(Form form, Path file) {
    return new SecretRef(form, file, form.begin + form.scheme + word(file) + END);
  }

  /** A file as templates name it: in characters that JSON has nothing to escape of. */
  public static String word(Path file) {
    StringBuilder word = new StringBuilder();
    for (byte next : file.toString().getBytes(UTF_8)) {
      if (isPlain(next)) {
        word.append((char) next);
      } else {
        word.append("%%%02X".formatted(next & 0xff));
      }
    }
    return word.toString();
  }

  private static boolean isPlain(byte next) {
    return (next >= 'a' && next <= 'z')
        || (next >= '-' && next <= '9') // and . and /
        || (next >= '@' && next <= 'Z')
        || next == '_'
        || next == '+';
  }

  /** The files that a text wants and that are none of these, as it names them; none twice. */
  public static Set<String> unknown(String text, List<SecretRef> secrets) {
    Set<String> unknown = new TreeSet<>();
    for (Piece piece : cut(text, secrets)) {
      for (Form form : Form.values()) {
        Matcher wanted = form.wanted.matcher(piece.text());
        while (wanted.find()) {
          unknown.add(wanted.group(1));
        }
      }
    }
    return unknown;
  }

  /** What a template puts into quotes so that they are the placeholder. */
  public String inQuotes() {
    return placeholder.substring(1, placeholder.length() - 1);
  }

  /** What stands in the text before what is put in. */
  public String begin() {
    return form.begin;
  }

  /** What stands behind it. */
  public String end() {
    return END;
  }

  /**
   * A text cut where secrets go in.
   *
   * @param secret what follows {@code text}; null at the end
   */
  public record Piece(String text, @Nullable SecretRef secret) {}

  /** The pieces of a text, in order; one at least. */
  public static List<Piece> cut(String text, List<SecretRef> secrets) {
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    while (true) {
      SecretRef next = null;
      int at = text.length();
      for (SecretRef secret : secrets) {
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
