package io.github.kvmcore.spec.text;

import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.image.Urls;

/** Texts of the user's as they may stand in a message: short, on one line, and no secrets. */
public final class MessageText {
  private static final int LONGEST = 100;

  private MessageText() {}

  /** In single quotes. */
  public static String quote(String text) {
    return isPrivateKey(text) ? "a private key" : "'" + plain(text) + "'";
  }

  /** Without quotes: control and invisible characters are escaped, the end is cut. */
  public static String plain(String given) {
    if (isPrivateKey(given)) {
      return "…";
    }
    String text = Urls.within(given);
    int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    String shown = TerminalEscaper.line(text.substring(0, end));
    return end < text.length() ? shown + "…" : shown;
  }

  /** Whether the text holds a private key, of OpenSSH, PEM or PuTTY. */
  public static boolean isPrivateKey(String text) {
    return text.contains("PRIVATE KEY") || text.contains("PuTTY-User-Key-File");
  }

  /** Whether a character ends a line or controls a terminal, also in YAML's eyes. */
  public static boolean isControl(int point) {
    return Character.isISOControl(point) || point == 0x2028 || point == 0x2029;
  }
}
