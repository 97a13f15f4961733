package io.github.kvmcore.cli.help;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import java.util.Comparator;
import java.util.List;

/**
 * An option as people are told of it: in the help, in the man page, in a shell's completion.
 *
 * @param names such as {@code -o}, {@code --output}
 * @param value what its value looks like, such as {@code FILE} or {@code table|json}; empty where
 *     it takes none
 * @param meaning one line
 * @param repeatable whether it may stand more than once
 */
record OptionText(List<String> names, String value, String meaning, boolean repeatable) {
  private static final int FIRST_OWN_ORDER = 20;

  OptionText {
    names = List.copyOf(names);
  }

  /** Those that every command has. */
  static List<OptionText> common(JCommander parser) {
    return between(parser, 0, FIRST_OWN_ORDER);
  }

  /** Those that only this command has. */
  static List<OptionText> own(JCommander parser) {
    return between(parser, FIRST_OWN_ORDER, Integer.MAX_VALUE);
  }

  private static List<OptionText> between(JCommander parser, int from, int below) {
    return parser.getParameters().stream()
        .filter(option -> !option.getParameter().hidden())
        .filter(option -> order(option) >= from && order(option) < below)
        .sorted(Comparator.comparingInt(OptionText::order))
        .map(OptionText::of)
        .toList();
  }

  private static int order(ParameterDescription option) {
    return option.getParameter().order();
  }

  private static OptionText of(ParameterDescription option) {
    List<String> names = List.of(option.getNames().split(", "));
    String meaning = option.getDescription();
    Class<?> type = option.getParameterized().getType();
    boolean repeatable = List.class.isAssignableFrom(type);
    if (type == boolean.class) {
      return new OptionText(names, "", meaning, repeatable);
    }
    int colon = meaning.indexOf(": ");
    boolean tells = colon > 0 && !meaning.substring(0, colon).contains(" ");
    return tells
        ? new OptionText(
            names, meaning.substring(0, colon), meaning.substring(colon + 2), repeatable)
        : new OptionText(names, "VALUE", meaning, repeatable);
  }

  /** As in {@code -o, --output table|json}. */
  String usage() {
    return String.join(", ", names) + (value.isEmpty() ? "" : " " + value);
  }
}
