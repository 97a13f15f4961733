package io.github.kvmcore.hostile;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts such as somebody writes who knows what parsers, shells and terminals stumble over. */
public final class Texts {
  /** Each means something to a parser, a shell, a terminal or a program. */
  public static final List<String> PIECES =
      List.of(
          "\u0000",
          "\u0007",
          "\u001b[2J",
          "\u001b]0;title\u0007",
          "\u009b31m",
          "\u007f",
          "\r",
          "\n",
          "\r\n",
          "\t",
          "\u2028",
          "\u0085",
          "\ufeff",
          "\u202e",
          "\u200b",
          "\ud800",
          "\udc00",
          "\ud83d\ude00",
          "ü",
          "'",
          "\"",
          "\\",
          "`",
          "$",
          "$(touch kvmcore-was-here)",
          "`id`",
          ";",
          "|",
          "&",
          "&&",
          "<",
          ">",
          "<<END\n",
          "END\n",
          "#",
          "!",
          "*",
          "?",
          "~",
          "%",
          "%s%n",
          "%00",
          "=",
          ":",
          ": ",
          "- ",
          ",",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          " ",
          "  ",
          "/",
          "//",
          "..",
          "../../etc/shadow",
          "/dev/zero",
          "-",
          "--",
          "-rf",
          "--help",
          "@/etc/shadow",
          "]]>",
          "<!--",
          "-->",
          "<![CDATA[",
          "&lt;",
          "&#0;",
          "&#x1b;",
          "&xxe;",
          "</name>",
          "<?xml",
          "'/>",
          "<a>",
          "${7*7}",
          "${name}",
          "<#assign x=1>",
          "<@ignition.file/>",
          "[=7*7]",
          "0",
          "-1",
          "1",
          "99",
          "4294967296",
          "9223372036854775808",
          "99999999999999999999",
          "1e999",
          "0x10",
          "NaN",
          "null",
          "true",
          "yes",
          "no",
          "~",
          "kvmcore",
          "coreos-1",
          "a",
          "A",
          "VM",
          ".",
          "_",
          "ssh-rsa",
          "-----BEGIN OPENSSH PRIVATE KEY-----",
          "kvmcore-block-1",
          "json:{\"file\":\"/etc/shadow\"}",
          "nbd://127.0.0.1/x",
          "\n[all:vars]\n",
          "\"data:;base64,kvmcore-file:/etc/shadow\"");

  private static final int LONGEST = 12;

  private Texts() {}

  /** Pieces behind each other, or any characters at all, or very many of one. */
  public static Arbitrary<String> any() {
    Arbitrary<String> pieces =
        Arbitraries.of(PIECES)
            .list()
            .ofMinSize(0)
            .ofMaxSize(LONGEST)
            .map(it -> String.join("", it));
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(LONGEST);
    Arbitrary<String> many =
        Arbitraries.of(PIECES).map(piece -> piece.repeat(Math.max(1, 3000 / piece.length())));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, pieces),
        net.jqwik.api.Tuple.of(3, any),
        net.jqwik.api.Tuple.of(1, many));
  }

  /** The same as files and arguments can hold them: without NUL, and encoded as UTF-8. */
  public static Arbitrary<String> encodable() {
    return any().map(Texts::encodable);
  }

  /** Without NUL and lone surrogates. */
  public static String encodable(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
