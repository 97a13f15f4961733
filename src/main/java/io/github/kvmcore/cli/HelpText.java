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
    text.append(
        "kvmcore makes, runs and removes clusters of CoreOS-family machines on a KVM host.\n");
    text.append("\nusage: kvmcore [OPTION…] COMMAND [ARGUMENT…]\n\ncommands:\n");
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      String usage = command.getKey() + " " + command.getValue().synopsis();
      row(text, usage.strip(), description(command.getValue()));
    }
    text.append("\noptions of every command:\n");
    options(text, line.parser(), 0, FIRST_OWN_ORDER);
    text.append("\nexit status:\n");
    for (ExitCode code : ExitCode.values()) {
      row(text, Integer.toString(code.status()), code.meaning());
    }
    text.append("\nfirst steps:\n");
    row(text, "kvmcore doctor", "is this host ready?");
    row(text, "kvmcore create 3 --setup", "three machines, and what the host lacks for them");
    row(text, "kvmcore help settings", "everything that can be set, and where");
    return text.toString();
  }

  private String command(String name, Subcommand command) {
    StringBuilder text = new StringBuilder();
    text.append("kvmcore ").append(name).append(": ").append(description(command)).append('\n');
    String usage = "kvmcore " + name + " [OPTION…] " + command.synopsis();
    text.append("\nusage: ").append(usage.strip()).append('\n');
    JCommander parser = Objects.requireNonNull(line.parser().getCommands().get(name));
    if (hasOwnOptions(parser)) {
      text.append("\noptions:\n");
      options(text, parser, FIRST_OWN_ORDER, Integer.MAX_VALUE);
    }
    text.append("\noptions of every command:\n");
    options(text, parser, 0, FIRST_OWN_ORDER);
    return text.toString();
  }

  private static boolean hasOwnOptions(JCommander parser) {
    return parser.getParameters().stream().anyMatch(it -> order(it) >= FIRST_OWN_ORDER);
  }

  private static String description(Subcommand command) {
    Parameters parameters = command.getClass().getAnnotation(Parameters.class);
    return parameters == null ? "" : parameters.commandDescription();
  }

  private static void options(StringBuilder text, JCommander parser, int from, int below) {
    List<ParameterDescription> options =
        parser.getParameters().stream()
            .filter(option -> !option.getParameter().hidden())
            .filter(option -> order(option) >= from && order(option) < below)
            .sorted(Comparator.comparingInt(HelpText::order))
            .toList();
    for (ParameterDescription option : options) {
      String meaning = option.getDescription();
      int colon = meaning.indexOf(": ");
      boolean takesValue = colon > 0 && !meaning.substring(0, colon).contains(" ");
      String value = takesValue ? " " + meaning.substring(0, colon) : "";
      row(text, option.getNames() + value, takesValue ? meaning.substring(colon + 2) : meaning);
    }
  }

  private static int order(ParameterDescription option) {
    return option.getParameter().order();
  }

  private static void row(StringBuilder text, String left, String right) {
    text.append(String.format("  %-34s %s%n", left, right));
  }
}
