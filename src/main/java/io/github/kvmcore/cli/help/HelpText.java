package io.github.kvmcore.cli.help;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.SettingsTable;
import java.util.List;
import java.util.Map;

/** The texts of {@code kvmcore help}, made from the options themselves. */
public final class HelpText {
  /** A command line to begin with. */
  record Example(String command, String meaning) {}

  static final List<Example> FIRST_STEPS =
      List.of(
          new Example("kvmcore doctor", "is this host ready?"),
          new Example(
              "kvmcore create 3 --setup", "three machines, and what the host lacks for them"),
          new Example("kvmcore help settings", "everything that can be set, and where"));

  static final String STATUS_OF_OTHERS =
      "ssh and console end with the status of the program that they run";

  private final CommandLine line;

  /** Help on the commands of that line. */
  public HelpText(CommandLine line) {
    this.line = line;
  }

  /**
   * The help on a command, on the settings, or on kvmcore where the topic is empty.
   *
   * @throws KvmcoreException exit code USAGE, where there is no such topic
   */
  public String on(String topic) {
    if (topic.isEmpty()) {
      return overview();
    }
    if (topic.equals("settings")) {
      return SettingsTable.plain();
    }
    if (!line.names().contains(topic)) {
      throw KvmcoreException.usage(
          "there is no help on '"
              + topic
              + "'; there is on: settings "
              + String.join(" ", line.names()));
    }
    return command(topic, line.command(topic));
  }

  private String overview() {
    StringBuilder text = new StringBuilder();
    text.append("kvmcore makes, runs and removes clusters of CoreOS-family VMs on a KVM host.\n");
    text.append("\nusage: kvmcore [OPTION…] COMMAND [ARGUMENT…]\n");
    Columns commands = new Columns();
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      String usage = command.getKey() + " " + command.getValue().synopsis();
      commands.row(usage.strip(), description(command.getValue()));
    }
    section(text, "commands", commands);
    section(text, "options of every command", options(OptionText.common(line.parser("help"))));
    Columns codes = new Columns();
    for (ExitCode code : ExitCode.values()) {
      codes.row(Integer.toString(code.status()), code.meaning());
    }
    section(text, "exit status", codes);
    text.append("  ").append(STATUS_OF_OTHERS).append('\n');
    Columns steps = new Columns();
    FIRST_STEPS.forEach(step -> steps.row(step.command(), step.meaning()));
    section(text, "first steps", steps);
    return text.toString();
  }

  private static void section(StringBuilder text, String title, Columns rows) {
    text.append('\n').append(title).append(":\n").append(rows.text());
  }

  private String command(String name, Subcommand command) {
    StringBuilder text = new StringBuilder();
    text.append(Columns.wrapped("kvmcore " + name + ": " + description(command)));
    String usage = "kvmcore " + name + " [OPTION…] " + command.synopsis();
    text.append("\nusage: ").append(usage.strip()).append('\n');
    JCommander parser = line.parser(name);
    List<OptionText> own = OptionText.own(parser);
    if (!own.isEmpty()) {
      section(text, "options", options(own));
    }
    section(text, "options of every command", options(OptionText.common(parser)));
    return text.toString();
  }

  /** One line on what a command does. */
  static String description(Subcommand command) {
    Parameters parameters = command.getClass().getAnnotation(Parameters.class);
    return parameters == null ? "" : parameters.commandDescription();
  }

  private static Columns options(List<OptionText> options) {
    Columns rows = new Columns();
    options.forEach(option -> rows.row(option.usage(), option.meaning()));
    return rows;
  }
}
