package io.github.kvmcore.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.MissingCommandException;
import com.beust.jcommander.ParameterException;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.LinkedHashMap;
import java.util.Map;
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

  private final CommonOptions before = new CommonOptions();
  private final Map<String, Subcommand> commands = new LinkedHashMap<>();
  private final JCommander parser;

  CommandLine() {
    commands.put("create", new CreateCommand());
    commands.put("list", new ListCommand());
    commands.put("status", new StatusCommand());
    commands.put("destroy", new DestroyCommand());
    commands.put("image", new ImageCommand());
    commands.put("doctor", new DoctorCommand());
    commands.put("help", new HelpCommand());
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
    try {
      parser.parse(args);
    } catch (MissingCommandException e) {
      throw KvmcoreException.usage(
          "there is no command '"
              + e.getUnknownCommand()
              + "'; there are: "
              + String.join(" ", commands.keySet()));
    } catch (ParameterException e) {
      String command = parser.getParsedCommand();
      throw KvmcoreException.usage(
          e.getMessage() + "\n  next: kvmcore help" + (command == null ? "" : " " + command));
    }
    String name = parser.getParsedCommand();
    Subcommand command = name == null ? null : commands.get(name);
    CommonOptions options = command == null ? before : command.common.over(before);
    return new Parsed(name, command, options);
  }

  /** The parser, for the help text: it knows every option's name and description. */
  JCommander parser() {
    return parser;
  }

  Map<String, Subcommand> commands() {
    return commands;
  }
}
