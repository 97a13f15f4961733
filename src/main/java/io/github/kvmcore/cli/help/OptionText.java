package io.github.kvmcore.cli.help;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.spec.SettingDefinitions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An option as people are told of it: in the help, in the man page, in a shell's completion.
 *
 * @param names such as {@code -o}, {@code --output}
 * @param value what its value looks like, such as {@code FILE} or {@code table|json}; empty where
 *     it takes none
 * @param meaning one line
 * @param group the heading below which it stands
 * @param repeatable whether it may stand more than once
 */
record OptionText(
    List<String> names, String value, String meaning, String group, boolean repeatable) {
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
    String text = option.getDescription();
    String category = option.getParameter().category();
    String group = category.isEmpty() ? OptionGroup.OTHER : category;
    Class<?> type = option.getParameterized().getType();
    boolean repeatable = List.class.isAssignableFrom(type);
    int colon = text.indexOf(": ");
    boolean tells = colon > 0 && !text.substring(0, colon).contains(" ");
    boolean flag = type == boolean.class;
    String value = flag ? "" : tells ? text.substring(0, colon) : "VALUE";
    String meaning = flag || !tells ? text : text.substring(colon + 2);
    return new OptionText(names, value, meaning, group, repeatable);
  }

  /** The same with the default of the setting that it stands for. */
  OptionText withDefault(Map<String, String> settings) {
    String standard =
        names.stream()
            .flatMap(name -> Stream.ofNullable(settings.get(name)))
            .map(SettingDefinitions::defaultText)
            .findFirst()
            .orElse("");
    return value.isEmpty() || standard.isEmpty()
        ? this
        : new OptionText(names, value, meaning + " (default: " + standard + ")", group, repeatable);
  }

  /** As in {@code -o, --output table|json}. */
  String usage() {
    return String.join(", ", names) + (value.isEmpty() ? "" : " " + value);
  }
}
