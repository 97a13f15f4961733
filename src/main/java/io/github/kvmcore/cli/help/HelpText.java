package io.github.kvmcore.cli.help;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.SettingsTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The texts of {@code kvmcore help}, made from the options themselves. */
public final class HelpText {
  /** A command line to begin with. */
  record Example(String command, String meaning) {}

  static final List<Example> FIRST_STEPS =
      List.of(
          new Example("kvmcore doctor", "check whether this host is ready"),
          new Example("kvmcore create 3 --setup", "create 3 machines; install what is missing"),
          new Example("kvmcore help create", "the options of a command"),
          new Example("kvmcore help settings", "all settings, for kvmcore.yml and -e"));

  /** Commands that belong together. */
  record Subject(String title, List<String> commands) {}

  static final List<Subject> SUBJECTS =
      List.of(
          new Subject("first commands", List.of("doctor", "create", "list", "ssh", "destroy")),
          new Subject(
              "machines",
              List.of("status", "info", "start", "shutdown", "restart", "console", "logs")),
          new Subject("access", List.of("exec", "kubeconfig", "ssh-config", "inventory", "hosts")),
          new Subject("images and maintenance", List.of("image", "verify", "reap", "gc")),
          new Subject("help", List.of("help", "completion", "version")));

  private static final String GLOBAL = "global options";

  /** By command. */
  private static final Map<String, List<Example>> EXAMPLES =
      Map.of(
          "create",
          List.of(
              new Example("kvmcore create", "3 machines of Flatcar stable"),
              new Example("kvmcore create 5", "2 more; the 3 stay"),
              new Example("kvmcore create 3 --profile k3s --cluster lab", "a k3s cluster"),
              new Example("kvmcore create --os fcos --memory 4GiB --cpus 2", "Fedora CoreOS"),
              new Example("kvmcore create 1 --image ./disk.qcow2", "your own image"),
              new Example("kvmcore create --dry-run", "the commands, as a script")),
          "destroy",
          List.of(
              new Example("kvmcore destroy 2 3", "machines 2 and 3 of the cluster"),
              new Example("kvmcore destroy --yes --if-exists", "the cluster, in a script")),
          "ssh",
          List.of(
              new Example("kvmcore ssh 1", "log in to the first machine"),
              new Example("kvmcore ssh 1 systemctl --failed", "run a command"),
              new Example("kvmcore ssh 1 -- -L 8080:localhost:80", "options of ssh")),
          "exec",
          List.of(
              new Example("kvmcore exec uname -r", "on all machines"),
              new Example("kvmcore exec --on 1,2 -o json uptime", "on two, as JSON")),
          "image",
          List.of(
              new Example("kvmcore image list --remote", "what can be downloaded"),
              new Example("kvmcore image pull", "download what create would use"),
              new Example("kvmcore image prune --older-than 30d", "remove old images")),
          "kubeconfig",
          List.of(
              new Example(
                  "kvmcore kubeconfig --output-file ~/.kube/config", "add the cluster there")));

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
  public String on(String word) {
    String topic = line.name(word);
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
    text.append("kvmcore creates, runs and removes clusters of Flatcar and Fedora CoreOS VMs.\n");
    text.append("\nusage: kvmcore [OPTION…] COMMAND [ARGUMENT…]\n");
    Map<String, Subcommand> commands = line.commands();
    for (Subject subject : SUBJECTS) {
      Columns rows = new Columns();
      for (String name : subject.commands()) {
        Subcommand command = Objects.requireNonNull(commands.get(name), name);
        rows.row((name + " " + command.synopsis()).strip(), description(command));
      }
      section(text, subject.title(), rows);
    }
    Columns aliases = new Columns();
    line.aliases().forEach(aliases::row);
    section(text, "aliases", aliases);
    section(text, GLOBAL, options(common(line.parser("help"))));
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
    List<OptionText> own = withDefaults(OptionText.own(parser), command.flags());
    for (String group : OptionGroup.ALL) {
      List<OptionText> its = own.stream().filter(it -> it.group().equals(group)).toList();
      if (!its.isEmpty()) {
        section(text, group, options(its));
      }
    }
    section(text, GLOBAL, options(common(parser)));
    List<Example> examples = EXAMPLES.getOrDefault(name, List.of());
    if (!examples.isEmpty()) {
      Columns rows = new Columns();
      examples.forEach(it -> rows.row(it.command(), it.meaning()));
      section(text, "examples", rows);
    }
    return text.toString();
  }

  private static List<OptionText> common(JCommander parser) {
    return withDefaults(OptionText.common(parser), new CommonOptions().addTo(new Flags()));
  }

  private static List<OptionText> withDefaults(List<OptionText> options, Flags flags) {
    return options.stream().map(it -> it.withDefault(flags.settings())).toList();
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
