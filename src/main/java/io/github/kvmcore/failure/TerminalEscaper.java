package io.github.kvmcore.failure;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text of guests, servers, programs and files safe to show at a terminal. Every such text
 * passes one of these methods before it is printed.
 *
 * <p>Their results hold printable characters, spaces and line breaks only. Whatever else there was
 * stands there as its number: {@code \}{@code u001b}. That is everything that moves the cursor,
 * starts a command of the terminal, changes the order in which letters are shown, takes no width,
 * or means something else on every host: control, format and private-use characters, tags, line
 * separators, unassigned characters and halves of surrogate pairs.
 */
public final class TerminalEscaper {
  private static final int TAB_STOP = 8;

  /**
   * ECMA-48: a control string (a window's title, for example), a control sequence, another escape.
   * A control string that does not end takes no more than its line.
   */
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "\u001b[\\]PX^_][^\u0007\u001b\r\n]*(\u0007|\u001b\\\\)?"
              + "|(\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
              + "|\u001b[ -/]*[0-~]");

  /** The colours of kvmcore's own reports. */
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[(?:[012]|3[123])m");

  /** Characters of other categories that are not shown: Unicode's Default_Ignorable_Code_Point. */
  private static final int[][] INVISIBLE = {
    {0x034f, 0x034f},
    {0x115f, 0x1160},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x3164, 0x3164},
    {0xfe00, 0xfe0f},
    {0xffa0, 0xffa0},
    {0xe0100, 0xe01ef},
  };

  private TerminalEscaper() {}

  /** Whether a character must not reach a terminal; a line break and a tab are among them. */
  public static boolean isUnsafe(int point) {
    if (point >= ' ' && point < 0x7f) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isInvisible(point);
    };
  }

  private static boolean isInvisible(int point) {
    for (int[] range : INVISIBLE) {
      if (point >= range[0] && point <= range[1]) {
        return true;
      }
    }
    return false;
  }

  /** A text that is to stay on one line, as a name or a cell of a table. */
  public static String line(String text) {
    return isSafe(text) ? text : new Escaping(false).add(text).toString();
  }

  /** A text of several lines. Tabs become spaces. */
  public static String text(String text) {
    return isSafe(text) ? text : new Escaping(true).add(text.replace("\r\n", "\n")).toString();
  }

  /**
   * A message of kvmcore's own that may quote others. Its further lines are indented, so that none
   * of what it quotes looks like a message of its own.
   */
  public static String message(String text) {
    return text(text).replaceAll("\n(?=[^ \n])", "\n  ");
  }

  /**
   * What a program or a guest printed for people. Terminal sequences are left out; a carriage
   * return, which would write over the beginning of a line, ends the line.
   */
  public static String output(String text) {
    if (isSafe(text)) {
      return text;
    }
    String plain = SEQUENCE.matcher(text).replaceAll("");
    return text(plain.replaceAll("\r+(\n|$)", "$1").replace('\r', '\n'));
  }

  /** The same as lines. */
  public static List<String> lines(String text) {
    return output(text).lines().toList();
  }

  /** A report of kvmcore's own, which may be coloured; a second look at what it quotes. */
  public static String report(String text) {
    if (isSafe(text)) {
      return text;
    }
    Escaping shown = new Escaping(true);
    Matcher colours = COLOUR.matcher(text);
    int from = 0;
    while (colours.find()) {
      shown.add(text.substring(from, colours.start())).addColour(colours.group());
      from = colours.end();
    }
    return shown.add(text.substring(from)).toString();
  }

  /** A document whose texts are all quoted as JSON quotes them, which stays the same document. */
  public static String json(String document) {
    return quoted(document, true);
  }

  /** A document whose texts are all in double quotes as in YAML, which stays the same document. */
  public static String yaml(String document) {
    return quoted(document, false);
  }

  private static String quoted(String document, boolean pairs) {
    StringBuilder quoted = new StringBuilder();
    document.codePoints().forEach(point -> quote(quoted, point, pairs));
    return quoted.toString();
  }

  private static void quote(StringBuilder quoted, int point, boolean pairs) {
    if (point == '\n' || !isUnsafe(point)) {
      quoted.appendCodePoint(point);
    } else if (pairs && Character.isSupplementaryCodePoint(point)) {
      quoted.append(number(Character.highSurrogate(point)));
      quoted.append(number(Character.lowSurrogate(point)));
    } else {
      quoted.append(number(point));
    }
  }

  private static String number(int point) {
    String format = Character.isSupplementaryCodePoint(point) ? "\\U%08x" : "\\u%04x";
    return String.format(Locale.ROOT, format, point);
  }

  /** Most texts are: they are not copied. */
  private static boolean isSafe(String text) {
    return text.codePoints().noneMatch(point -> point != '\n' && isUnsafe(point))
        && text.indexOf('\n') < 0;
  }

  /** A text that grows, and the column where it has got to. */
  private static final class Escaping {
    private final StringBuilder shown = new StringBuilder();
    private final boolean lines;
    private int column;

    private Escaping(boolean lines) {
      this.lines = lines;
    }

    private Escaping add(String text) {
      text.codePoints().forEach(this::add);
      return this;
    }

    private void addColour(String colour) {
      shown.append(colour);
    }

    private void add(int point) {
      if (lines && point == '\n') {
        shown.append('\n');
        column = 0;
      } else if (lines && point == '\t') {
        int spaces = TAB_STOP - column % TAB_STOP;
        shown.append(" ".repeat(spaces));
        column += spaces;
      } else if (isUnsafe(point)) {
        String number = number(point);
        shown.append(number);
        column += number.length();
      } else {
        shown.appendCodePoint(point);
        column++;
      }
    }

    @Override
    public String toString() {
      return shown.toString();
    }
  }
}
