package io.github.kvmcore.cli.help;

import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The script for bash; its tables are functions that print a word a line. */
final class BashCompletion {
  private final CommandLine line;
  private final List<OptionText> common;

  BashCompletion(CommandLine line) {
    this.line = line;
    this.common = OptionText.common(line.parser());
  }

  String script() {
    StringBuilder tables = new StringBuilder();
    tables.append(Completion.printer("commands", line.commands().keySet()));
    tables.append(Completion.constants());
    options(tables);
    words(tables);
    values(tables);
    return Completion.script("completion.bash", tables);
  }

  private void options(StringBuilder tables) {
    tables.append("\n_kvmcore_options() { # COMMAND\n  case $1 in\n");
    for (String command : line.commands().keySet()) {
      if (!own(command).isEmpty()) {
        tables.append(branch(command, names(own(command))));
      }
    }
    tables.append("  esac\n  ").append(Completion.printed(names(common))).append("\n}\n");
  }

  private void words(StringBuilder tables) {
    tables.append("\n_kvmcore_words() { # COMMAND\n  case $1 in\n");
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      List<String> kinds = Completion.wordKinds(command.getValue());
      if (!kinds.isEmpty()) {
        tables.append(branch(command.getKey(), kinds));
      }
    }
    tables.append("  esac\n}\n");
  }

  private void values(StringBuilder tables) {
    tables.append("\n_kvmcore_value() { # COMMAND OPTION: fails where the option takes no value\n");
    tables.append("  case $1,$2 in\n");
    common.forEach(option -> value(tables, "*", option));
    for (String command : line.commands().keySet()) {
      own(command).forEach(option -> value(tables, command, option));
    }
    tables.append("    *) return 1 ;;\n  esac\n}");
  }

  private static void value(StringBuilder tables, String command, OptionText option) {
    if (!option.value().isEmpty()) {
      List<String> patterns = option.names().stream().map(name -> command + "," + name).toList();
      tables.append(branch(String.join(" | ", patterns), Completion.kinds(option.value())));
    }
  }

  private static List<String> names(List<OptionText> options) {
    return options.stream().flatMap(option -> option.names().stream()).toList();
  }

  private static String branch(String pattern, Collection<String> words) {
    return "    "
        + pattern
        + ") "
        + (words.isEmpty() ? "" : Completion.printed(words) + " ")
        + ";;\n";
  }

  private List<OptionText> own(String command) {
    return Completion.own(line, command);
  }
}
