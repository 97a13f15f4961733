package io.github.kvmcore.report.script;

import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.failure.TerminalEscaper;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces of POSIX shell text that survive whatever they hold. */
public final class ShellWords {
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_./+-]+");
  private static final Set<String> RESERVED =
      Set.of(
          "case",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "time",
          "until",
          "while");

  private ShellWords() {}

  /** A word, quoted where that is needed. */
  static String word(Object value) {
    return ShellQuote.quote(value.toString());
  }

  /** A command line whose first word is never taken for an assignment or a word of the shell's. */
  static String line(List<String> argv) {
    String program = argv.get(0);
    boolean plain = PROGRAM.matcher(program).matches() && !RESERVED.contains(program);
    String first = plain ? program : "'" + program.replace("'", "'\\''") + "'";
    return argv.size() == 1 ? first : first + " " + ShellQuote.join(argv.subList(1, argv.size()));
  }

  /** Text as comment lines; a line break in it begins another comment line. */
  public static String comment(String text) {
    return text.lines()
        .map(line -> ("# " + TerminalEscaper.line(line)).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * A command that reads exactly this text from its standard input: a here-document, or printf
   * where the text does not end with a line break, as a here-document always does.
   *
   * @return shell text that ends with a line break
   */
  static String fed(String command, String text) {
    if (text.isEmpty()) {
      return command + " </dev/null\n";
    }
    if (!text.endsWith("\n")) {
      return "printf %s '" + text.replace("'", "'\\''") + "' |\n  " + command + "\n";
    }
    String end = delimiter(text);
    return command + " <<'" + end + "'\n" + text + end + "\n";
  }

  private static String delimiter(String text) {
    String end = "END";
    for (int number = 1; text.contains(end); number++) {
      end = "END_" + number;
    }
    return end;
  }
}
