package io.github.kvmcore.cli.help;

import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is common to the scripts that teach a shell kvmcore's commands, options and values. What is
 * the same for every command stands in the resources; the tables of what there is are made here,
 * from the options themselves. What may stand in a place is told in kinds: a word, or
 * {@code @file}, {@code @dir}, {@code @setting}, {@code @step}, {@code @machine}, {@code @command}.
 */
final class Completion {
  private static final Pattern LITERAL = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern WORD = Pattern.compile("([A-Za-z0-9=-]+)([…:]?)");

  private Completion() {}

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

  /** The functions that print what doesn't depend on the command, the same in each shell. */
  static String constants() {
    return printer("settings", settings()) + printer("steps", steps());
  }

  /** The options that one command takes alone. */
  static List<OptionText> own(CommandLine line, String command) {
    return OptionText.own(line.parser(command));
  }

  /** A function that prints some words. */
  static String printer(String name, Collection<String> words) {
    return "_kvmcore_" + name + "() {\n  " + printed(words) + "\n}\n";
  }

  /** A line for each; they are of letters, digits and the like, and need no quoting. */
  static String printed(Collection<String> words) {
    return "printf '%s\\n' " + String.join(" ", words);
  }

  /** A resource with the tables in their place. */
  static String script(String resource, StringBuilder tables) {
    try (InputStream stream = Completion.class.getResourceAsStream(resource)) {
      String fixed =
          new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return fixed.replace("@TABLES@", tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
