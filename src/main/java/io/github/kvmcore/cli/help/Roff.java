package io.github.kvmcore.cli.help;

/**
 * A man page in the language of man(7), as groff and mandoc read it. All text is plain ASCII in the
 * end, whatever the locale of the reader.
 */
final class Roff {
  private static final int WIDTH = 80;

  private final StringBuilder page = new StringBuilder();

  /**
   * A page.
   *
   * @param source the program with its version
   */
  Roff(String title, int section, String date, String source) {
    page.append(
        ".TH %s %d \"%s\" \"%s\" \"User Commands\"\n".formatted(title, section, date, source));
    // Neither hyphens in what people paste, nor holes between words.
    page.append(".nh\n.ad l\n");
  }

  Roff section(String title) {
    return macro("SH", title);
  }

  Roff subsection(String title) {
    return macro("SS", title);
  }

  /** The first text below a heading. */
  Roff text(String text) {
    return wrapped(text);
  }

  Roff paragraph(String text) {
    return macro("PP").wrapped(text);
  }

  /** A term in bold, with its meaning indented below it. */
  Roff term(String term, String meaning) {
    return macro("TP").line("\\fB" + escaped(term) + "\\fR").wrapped(meaning);
  }

  String text() {
    return page.toString();
  }

  private Roff macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
    return this;
  }

  /** Text in short lines, for those who read the page's source. */
  private Roff wrapped(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String next = breakable(escaped(word));
      if (!line.isEmpty() && line.length() + 1 + next.length() > WIDTH) {
        line(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(next);
    }
    return line(line.toString());
  }

  /** A long address may be broken behind each slash: no line of a terminal has room for it. */
  private static String breakable(String escaped) {
    return escaped.length() > WIDTH / 2 ? escaped.replace("/", "/\\:") : escaped;
  }

  /** A line of text; an empty one would be a vertical space of its own. */
  private Roff line(String escaped) {
    // A dot or a quote at its beginning would make it a request.
    boolean request = escaped.startsWith(".") || escaped.startsWith("'");
    page.append(request ? "\\&" : "").append(escaped.isEmpty() ? "\\&" : escaped).append('\n');
    return this;
  }

  /** As plain characters: a hyphen that can be pasted, quotes that are not made curly. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            next -> {
              switch (next) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '…' -> escaped.append("...");
                case '\n', '\t' -> escaped.append(' ');
                default -> {
                  if (next < 0x7f) {
                    escaped.append((char) next);
                  } else {
                    escaped.append("\\[u%04X]".formatted(next));
                  }
                }
              }
            });
    return escaped.toString();
  }
}
