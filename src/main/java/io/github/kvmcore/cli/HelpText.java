package io.github.kvmcore.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.settings.SettingsTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The texts of {@code kvmcore help}, made from the options themselves. */
final class HelpText {
  private static final int FIRST_OWN_ORDER = 20;

  private final CommandLine line;

  HelpText(CommandLine line) {
    this.line = line;
  }

  /**
   * The help on a command, on the settings, or on kvmcore where the topic is empty.
   *
   * @throws KvmcoreException exit code USAGE, where there is no such topic
   */
  String on(String topic) {
    if (topic.isEmpty()) {
      return overview();
    }
    if (topic.equals("settings")) {
      return SettingsTable.plain();
    }
    Subcommand command = line.commands().get(topic);
    if (command == null) {
      throw KvmcoreException.usage(
          "there is no help on '"
              + topic
              + "'; there is on: settings "
              + String.join(" ", line.commands().keySet()));
    }
    return command(topic, command);
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
    section(text, "options of every command", options(line.parser(), 0, FIRST_OWN_ORDER));
    Columns codes = new Columns();
    for (ExitCode code : ExitCode.values()) {
      codes.row(Integer.toString(code.status()), code.meaning());
    }
    section(text, "exit status", codes);
    Columns steps =
        new Columns()
            .row("kvmcore doctor", "is this host ready?")
            .row("kvmcore create 3 --setup", "three machines, and what the host lacks for them")
            .row("kvmcore help settings", "everything that can be set, and where");
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
    JCommander parser = Objects.requireNonNull(line.parser().getCommands().get(name));
    if (hasOwnOptions(parser)) {
      section(text, "options", options(parser, FIRST_OWN_ORDER, Integer.MAX_VALUE));
    }
    section(text, "options of every command", options(parser, 0, FIRST_OWN_ORDER));
    return text.toString();
  }

  private static boolean hasOwnOptions(JCommander parser) {
    return parser.getParameters().stream().anyMatch(it -> order(it) >= FIRST_OWN_ORDER);
  }

  private static String description(Subcommand command) {
    Parameters parameters = command.getClass().getAnnotation(Parameters.class);
    return parameters == null ? "" : parameters.commandDescription();
  }

  private static Columns options(JCommander parser, int from, int below) {
    List<ParameterDescription> options =
        parser.getParameters().stream()
            .filter(option -> !option.getParameter().hidden())
            .filter(option -> order(option) >= from && order(option) < below)
            .sorted(Comparator.comparingInt(HelpText::order))
            .toList();
    Columns rows = new Columns();
    for (ParameterDescription option : options) {
      String meaning = option.getDescription();
      int colon = meaning.indexOf(": ");
      boolean takesValue = colon > 0 && !meaning.substring(0, colon).contains(" ");
      String value = takesValue ? " " + meaning.substring(0, colon) : "";
      rows.row(option.getNames() + value, takesValue ? meaning.substring(colon + 2) : meaning);
    }
    return rows;
  }

  private static int order(ParameterDescription option) {
    return option.getParameter().order();
  }
}
