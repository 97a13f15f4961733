package io.github.kvmcore.spec.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads settings from a YAML text. Hostile texts are safe: nothing is ever constructed from a tag,
 * an alias is a mistake, and neither depth nor size costs more than the text's own length.
 *
 * <p>Values are taken as they are written: {@code no}, {@code 010} and {@code 1e3} stay texts, and
 * what they mean is for the setting to say.
 */
public final class YamlSource {
  private static final int LARGEST = 1 << 18;

  private YamlSource() {}

  /**
   * Reads a file's text.
   *
   * @param origin the file's name, for messages; a line's number is put behind it
   */
  public static SettingsSource parse(String origin, String text) {
    return parse(origin, text, true);
  }

  /** Reads a mapping from a command line, where lines don't matter. */
  static SettingsSource parseArgument(String origin, String text) {
    return parse(origin, text, false);
  }

  private static SettingsSource parse(String origin, String text, boolean withLines) {
    if (text.length() > LARGEST) {
      return wrong(origin + ": is larger than 256 KiB: not a file of settings");
    }
    int strange = firstStrange(text);
    if (strange >= 0) {
      String place = withLines ? origin + ":" + lineOf(text, strange) : origin;
      return wrong(place + ": is not a YAML text: it holds " + codePoint(text, strange));
    }
    List<Given> given = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    new YamlWalk(origin, withLines, given, mistakes).read(text);
    return new SettingsSource(given, mistakes);
  }

  private static SettingsSource wrong(String mistake) {
    return new SettingsSource(List.of(), List.of(mistake));
  }

  private static String codePoint(String text, int index) {
    return String.format(Locale.ROOT, "the character U+%04X", text.codePointAt(index));
  }

  /** Where the first character is that YAML does not allow; -1 where there is none. */
  private static int firstStrange(String text) {
    for (int index = 0; index < text.length(); index++) {
      char next = text.charAt(index);
      boolean pair =
          Character.isHighSurrogate(next)
              && index + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(index + 1));
      if (pair) {
        index++;
      } else if (!isAllowed(next)) {
        return index;
      }
    }
    return -1;
  }

  /** YAML 1.1's printable characters, in the basic plane. */
  private static boolean isAllowed(char next) {
    return (next >= ' ' && next < 0x7f)
        || next == '\n'
        || next == '\r'
        || next == '\t'
        || next == 0x85
        || (next >= 0xa0 && next < 0xd800)
        || (next >= 0xe000 && next <= 0xfffd);
  }

  private static long lineOf(String text, int index) {
    return 1 + text.substring(0, index).chars().filter(next -> next == '\n').count();
  }
}
