package io.github.kvmcore.exec.file;

import io.github.kvmcore.failure.ShellQuote;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Decodes files as UTF-8 without losing a byte, and says what to do with a file in another
 * encoding. A byte that is not UTF-8 becomes a surrogate from U+DC80 to U+DCFF, which no UTF-8 text
 * holds; so what a file really is can still be told, also of a file that holds U+FFFD.
 */
public final class TextEncoding {
  private static final char ESCAPE = 0xdc00;

  private TextEncoding() {}

  /** The text of these bytes. */
  public static String decode(byte[] bytes) {
    String plain = new String(bytes, StandardCharsets.UTF_8);
    if (plain.indexOf('\ufffd') < 0) {
      return plain;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(rest, text, true);
    while (result.isError()) {
      for (int count = result.length(); count > 0; count--) {
        text.put((char) (ESCAPE + (rest.get() & 0xff)));
      }
      result = decoder.decode(rest, text, true);
    }
    return text.flip().toString();
  }

  /** The bytes that {@link #decode} made a text of. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int start = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || isEscaped(text, at)) {
        bytes.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
        start = at + 1;
        if (at < text.length()) {
          bytes.write(text.charAt(at) - ESCAPE);
        }
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Why a text is not plain UTF-8, and the command that converts its file; empty if it is.
   *
   * @param text as {@link #decode} returns it
   * @param file its name, for the message
   */
  public static Optional<String> mistake(String text, String file) {
    String quoted = ShellQuote.quote(file);
    if (text.startsWith("\ufeff")) {
      return Optional.of(
          file
              + ":1: starts with a byte order mark (BOM)\n  next: sed -i '1s/^\\xEF\\xBB\\xBF//' "
              + quoted);
    }
    if (text.startsWith("\udcff\udcfe") || text.startsWith("\udcfe\udcff")) {
      return Optional.of(file + ": is UTF-16 text, not UTF-8" + convert("UTF-16", quoted));
    }
    for (int at = 0; at < text.length(); at++) {
      if (isEscaped(text, at)) {
        String problem =
            String.format(
                Locale.ROOT,
                "%s:%d: is not UTF-8 text: it holds the byte 0x%02X",
                file,
                1 + text.substring(0, at).chars().filter(next -> next == '\n').count(),
                text.charAt(at) - ESCAPE);
        return Optional.of(problem + convert("ISO-8859-1", quoted));
      }
    }
    return Optional.empty();
  }

  private static String convert(String from, String quoted) {
    return "\n  next: iconv -f " + from + " -t UTF-8 -o " + quoted + ".utf8 " + quoted;
  }

  private static boolean isEscaped(String text, int at) {
    char next = text.charAt(at);
    return next >= 0xdc80
        && next <= 0xdcff
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
