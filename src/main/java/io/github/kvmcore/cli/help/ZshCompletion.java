package io.github.kvmcore.cli.help;

import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import java.util.List;
import java.util.Map;

/** The script for zsh; its tables are arguments of _arguments and _describe. */
final class ZshCompletion {
  private final CommandLine line;
  private final List<OptionText> common;

  ZshCompletion(CommandLine line) {
    this.line = line;
    this.common = OptionText.common(line.parser());
  }

  String script() {
    StringBuilder tables = new StringBuilder();
    tables.append(Completion.constants());
    tables.append("\n_kvmcore_commands() {\n  local -a found\n  found=(\n");
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      String meaning = HelpText.description(command.getValue());
      tables.append("    ").append(quoted(command.getKey() + ":" + meaning)).append('\n');
    }
    tables.append("  )\n  _describe command found\n}\n");
    tables.append("\n_kvmcore_common() {\n  common=(\n");
    common.forEach(option -> specification(tables, option));
    tables.append("  )\n}\n");
    tables.append("\n_kvmcore_arguments() { # COMMAND\n  local -a own\n  case $1 in\n");
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      arguments(tables, command.getKey(), Completion.wordKinds(command.getValue()));
    }
    tables.append("  esac\n  _arguments -S $common $own\n}");
    return Completion.script("completion.zsh", tables);
  }

  private void arguments(StringBuilder tables, String command, List<String> words) {
    tables.append("    ").append(command).append(")\n      own=(\n");
    own(command).forEach(option -> specification(tables, option));
    if (!words.isEmpty()) {
      tables.append("        ").append(quoted("*: :" + offer(words))).append('\n');
    }
    tables.append("      )\n      ;;\n");
  }

  /** As _arguments of zshcompsys(1) takes them; one for each name. */
  private static void specification(StringBuilder tables, OptionText option) {
    for (String name : option.names()) {
      String others = option.repeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
      String meaning = option.meaning().replaceAll("[\\\\\\[\\]:]", "\\\\$0");
      String value =
          option.value().isEmpty() ? "" : ": :" + offer(Completion.kinds(option.value()));
      tables.append("        ");
      tables.append(quoted(others + name + "[" + meaning + "]" + value)).append('\n');
    }
  }

  /** With a blank before it, so that zsh adds no arguments of its own. */
  private static String offer(List<String> kinds) {
    return " _kvmcore_offer " + String.join(" ", kinds);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private List<OptionText> own(String command) {
    return Completion.own(line, command);
  }
}
