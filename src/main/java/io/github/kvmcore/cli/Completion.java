package io.github.kvmcore.cli;

import com.beust.jcommander.JCommander;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.settings.SettingDefinition;
import io.github.kvmcore.settings.SettingDefinitions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scripts that teach a shell kvmcore's commands, options and values. What is the same for every
 * command stands in the resources; the tables of what there is are made here, from the options
 * themselves. What may stand in a place is told in kinds: a word, or {@code @file}, {@code @dir},
 * {@code @setting}, {@code @step}, {@code @machine}, {@code @command}.
 */
final class Completion {
  private static final Pattern LITERAL = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern WORD = Pattern.compile("([A-Za-z0-9=-]+)([…:]?)");

  private final CommandLine line;
  private final List<OptionText> common;

  Completion(CommandLine line) {
    this.line = line;
    this.common = OptionText.common(line.parser());
  }

  // --- What may stand where ---

  /** What the value of an option may be. */
  static List<String> kinds(String value) {
    return kinds(value, "@setting");
  }

  /** What the words behind a command's name may be. */
  static List<String> wordKinds(Subcommand command) {
    return kinds(command.synopsis(), "");
  }

  private static List<String> kinds(String text, String assignment) {
    List<String> kinds = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group(1);
      String kind =
          switch (word) {
            case "FILE" -> "@file";
            case "DIR" -> "@dir";
            case "MACHINE" -> "@machine";
            case "NAME=VALUE" -> assignment;
            // Words behind which more may stand are a command for another program.
            case "COMMAND" -> words.group(2).isEmpty() ? "@command" : "";
            case "STEP", "STEPS" -> "@step";
            // Before a colon stands half a word.
            default -> isWhole(word, words.group(2)) ? word : "";
          };
      if (!kind.isEmpty() && !kinds.contains(kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static boolean isWhole(String word, String behind) {
    return LITERAL.matcher(word).matches() && !behind.equals(":");
  }

  private static List<String> settings() {
    return SettingDefinitions.all().stream().map(SettingDefinition::name).toList();
  }

  private static List<String> steps() {
    return Phase.ofCreate().stream().map(Phase::toString).toList();
  }

  private List<OptionText> own(String command) {
    JCommander parser = Objects.requireNonNull(line.parser().getCommands().get(command));
    return OptionText.own(parser);
  }

  // --- bash ---

  String bash() {
    StringBuilder tables = new StringBuilder();
    tables.append(printer("commands", line.commands().keySet()));
    tables.append(printer("settings", settings())).append(printer("steps", steps()));
    options(tables);
    words(tables);
    values(tables);
    return script("completion.bash", tables);
  }

  private void options(StringBuilder tables) {
    tables.append("\n_kvmcore_options() { # COMMAND\n  case $1 in\n");
    for (String command : line.commands().keySet()) {
      if (!own(command).isEmpty()) {
        tables.append(branch(command, names(own(command))));
      }
    }
    tables.append("  esac\n  ").append(printed(names(common))).append("\n}\n");
  }

  private void words(StringBuilder tables) {
    tables.append("\n_kvmcore_words() { # COMMAND\n  case $1 in\n");
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      List<String> kinds = wordKinds(command.getValue());
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
      tables.append(branch(String.join(" | ", patterns), kinds(option.value())));
    }
  }

  private static List<String> names(List<OptionText> options) {
    return options.stream().flatMap(option -> option.names().stream()).toList();
  }

  private static String printer(String name, Collection<String> words) {
    return "_kvmcore_" + name + "() {\n  " + printed(words) + "\n}\n";
  }

  private static String branch(String pattern, Collection<String> words) {
    return "    " + pattern + ") " + (words.isEmpty() ? "" : printed(words) + " ") + ";;\n";
  }

  /** A line for each; they are of letters, digits and the like, and need no quoting. */
  private static String printed(Collection<String> words) {
    return "printf '%s\\n' " + String.join(" ", words);
  }

  // --- zsh ---

  String zsh() {
    StringBuilder tables = new StringBuilder();
    tables.append(printer("settings", settings())).append(printer("steps", steps()));
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
      arguments(tables, command.getKey(), wordKinds(command.getValue()));
    }
    tables.append("  esac\n  _arguments -S $common $own\n}");
    return script("completion.zsh", tables);
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
      String value = option.value().isEmpty() ? "" : ": :" + offer(kinds(option.value()));
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

  private static String script(String resource, StringBuilder tables) {
    try (InputStream stream = Completion.class.getResourceAsStream(resource)) {
      String fixed =
          new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return fixed.replace("@TABLES@", tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
