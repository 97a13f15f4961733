package io.github.kvmcore.settings;

import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.Urls;

/** Texts of the user's as they may stand in a message: short, on one line, and no secrets. */
final class MessageText {
  private static final int LONGEST = 100;

  private MessageText() {}

  /** In single quotes. */
  static String quote(String text) {
    return isPrivateKey(text) ? "a private key" : "'" + plain(text) + "'";
  }

  /** Without quotes: control and invisible characters are escaped, the end is cut. */
  static String plain(String given) {
    if (isPrivateKey(given)) {
      return "…";
    }
    String text = Urls.within(given);
    int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    String shown = TerminalEscaper.line(text.substring(0, end));
    return end < text.length() ? shown + "…" : shown;
  }

  /** Whether the text holds a private key, of OpenSSH, PEM or PuTTY. */
  static boolean isPrivateKey(String text) {
    return text.contains("PRIVATE KEY") || text.contains("PuTTY-User-Key-File");
  }

  /** Whether a character ends a line or controls a terminal, also in YAML's eyes. */
  static boolean isControl(int point) {
    return Character.isISOControl(point) || point == 0x2028 || point == 0x2029;
  }
}
