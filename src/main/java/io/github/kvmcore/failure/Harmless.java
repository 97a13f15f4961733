package io.github.kvmcore.failure;

import java.util.Locale;

/** Texts that hold what others said, as they may stand on a terminal: none can move its cursor. */
public final class Harmless {
  private Harmless() {}

  /**
   * The text with its lines and tabs, and everything else that controls a terminal, or the order in
   * which letters are shown, as {@code \}{@code u001b}.
   */
  public static String text(String text) {
    if (text.codePoints().noneMatch(Harmless::isHarmful)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.replace("\r\n", "\n").codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    if (isHarmful(point)) {
      shown.append(String.format(Locale.ROOT, "\\u%04x", point));
    } else {
      shown.appendCodePoint(point);
    }
  }

  private static boolean isHarmful(int point) {
    boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
    boolean order = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    return control || order || point == 0x2028 || point == 0x2029;
  }
}
