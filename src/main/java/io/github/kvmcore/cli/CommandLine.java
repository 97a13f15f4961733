package io.github.kvmcore.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.MissingCommandException;
import com.beust.jcommander.ParameterException;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command line, taken apart: the command, with its options and the common ones. */
final class CommandLine {
  /**
   * What was asked for.
   *
   * @param command null where only options were given, as in {@code kvmcore --help}
   * @param options the common ones, from both sides of the command's name
   */
  record Parsed(@Nullable String name, @Nullable Subcommand command, CommonOptions options) {}

  private static final Pattern NUMBER = Pattern.compile("-\\d+");
  private static final Pattern SUPERFLUOUS =
      Pattern.compile("Was passed main parameter '(.*)' but no main parameter .*", Pattern.DOTALL);

  private final CommonOptions before = new CommonOptions();
  private final Map<String, Subcommand> commands = new LinkedHashMap<>();
  private final JCommander parser;

  CommandLine() {
    commands.put("create", new CreateCommand());
    commands.put("list", new ListCommand());
    commands.put("status", new StatusCommand());
    commands.put("info", new InfoCommand());
    commands.put("start", new StartCommand());
    commands.put("shutdown", new ShutdownCommand());
    commands.put("restart", new RestartCommand());
    commands.put("destroy", new DestroyCommand());
    commands.put("ssh", new SshCommand());
    commands.put("exec", new ExecCommand());
    commands.put("console", new ConsoleCommand());
    commands.put("logs", new LogsCommand());
    commands.put("inventory", new InventoryCommand());
    commands.put("ssh-config", new SshConfigCommand());
    commands.put("hosts", new HostsCommand());
    commands.put("kubeconfig", new KubeconfigCommand());
    commands.put("image", new ImageCommand());
    commands.put("verify", new VerifyCommand());
    commands.put("reap", new ReapCommand());
    commands.put("gc", new GcCommand());
    commands.put("doctor", new DoctorCommand());
    commands.put("help", new HelpCommand());
    commands.put("completion", new CompletionCommand());
    commands.put("version", new VersionCommand());
    JCommander.Builder builder =
        JCommander.newBuilder().programName("kvmcore").expandAtSign(false).addObject(before);
    commands.forEach(builder::addCommand);
    parser = builder.build();
  }

  /**
   * Takes the arguments apart.
   *
   * @throws KvmcoreException exit code USAGE
   */
  Parsed parse(String... args) {
    String[] own = ForeignWords.cut(parser, commands, args);
    try {
      parser.parse(own);
    } catch (MissingCommandException e) {
      String word = e.getUnknownCommand();
      throw KvmcoreException.usage(
          word.startsWith("-")
              ? "there is no option " + word + "\n  next: kvmcore help"
              : "there is no command '"
                  + word
                  + "'; there are: "
                  + String.join(" ", commands.keySet()));
    } catch (ParameterException e) {
      String command = parser.getParsedCommand();
      throw KvmcoreException.usage(
          mistake(e, command) + "\n  next: kvmcore help" + (command == null ? "" : " " + command));
    }
    String name = parser.getParsedCommand();
    Subcommand command = name == null ? null : commands.get(name);
    if (command != null) {
      requireNoOption(String.valueOf(name), command.words());
    }
    CommonOptions options = command == null ? before : command.common.over(before);
    return new Parsed(name, command, options);
  }

  /** Where a command takes words, JCommander takes an option that it does not know for one. */
  private static void requireNoOption(String command, List<String> words) {
    for (String word : words) {
      if (word.startsWith("-") && !NUMBER.matcher(word).matches()) {
        throw KvmcoreException.usage(noOption(command, word) + "\n  next: kvmcore help " + command);
      }
    }
  }

  /** In the user's words where JCommander's are a programmer's. */
  private static String mistake(ParameterException e, @Nullable String command) {
    String message = String.valueOf(e.getMessage());
    Matcher matcher = SUPERFLUOUS.matcher(message);
    if (!matcher.matches()) {
      return message;
    }
    String word = matcher.group(1);
    return word.startsWith("-")
        ? noOption(command, word)
        : command + " takes no argument, but was given " + word;
  }

  private static String noOption(@Nullable String command, String word) {
    return word.contains("=")
        ? command + " has no option " + word + "; values stand apart: --name value"
        : command + " has no option " + word;
  }

  /** Whether the command that was parsed, if any, changes the host. */
  boolean changesHost() {
    String name = parser.getParsedCommand();
    Subcommand command = name == null ? null : commands.get(name);
    return command != null && command.changesHost();
  }

  /** The parser, for the help text: it knows every option's name and description. */
  JCommander parser() {
    return parser;
  }

  Map<String, Subcommand> commands() {
    return commands;
  }
}
