package io.github.kvmcore.cli.command;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.MissingCommandException;
import com.beust.jcommander.ParameterException;
import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line, taken apart: the command, with its options and the common ones. */
public final class CommandLine {
  /**
   * What was asked for.
   *
   * @param command null where only options were given, as in {@code kvmcore --help}
   * @param options the common ones, from both sides of the command's name
   */
  public record Parsed(
      @Nullable String name, @Nullable Subcommand command, CommonOptions options) {}

  private static final Pattern NUMBER = Pattern.compile("-\\d+");
  private static final Pattern SUPERFLUOUS =
      Pattern.compile("Was passed main parameter '(.*)' but no main parameter .*", Pattern.DOTALL);

  /** The one with the fewest options. */
  private static final String VERSION = "version";

  private final CommandSet commands;
  private JCommander parser;

  /**
   * One that is not yet taken apart.
   *
   * @param commands those that it may name
   */
  public CommandLine(CommandSet commands) {
    this.commands = commands;
    this.parser = parser(List.of(), new CommonOptions());
  }

  /** Knows the options of those commands only: to read those of all takes longer than most runs. */
  private JCommander parser(Collection<String> names, CommonOptions before) {
    JCommander.Builder builder =
        JCommander.newBuilder().programName("kvmcore").expandAtSign(false).addObject(before);
    for (String name : names) {
      builder.addCommand(name, commands.get(name));
    }
    return builder.build();
  }

  /**
   * Takes the arguments apart.
   *
   * @throws KvmcoreException exit code USAGE
   */
  public Parsed parse(String... words) {
    String[] args = withoutAlias(words);
    List<String> named = new ArrayList<>(commands.names());
    named.retainAll(List.of(args));
    // Without any JCommander would not look for a command's name.
    CommonOptions before = new CommonOptions();
    parser = parser(named.isEmpty() ? List.of(VERSION) : named, before);
    try {
      parser.parse(PassThroughArgs.cut(parser, commands, args));
    } catch (MissingCommandException e) {
      String word = e.getUnknownCommand();
      throw KvmcoreException.usage(
          (word.startsWith("-") ? "no option " + word : noCommand(word))
              + "\n  next: kvmcore help");
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

  private String noCommand(String word) {
    Set<String> known = new TreeSet<>(commands.names());
    known.addAll(commands.aliases().keySet());
    return "no command "
        + Suggestion.quoted(word)
        + Suggestion.nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** Only the first word may be one: behind it are names of machines and other programs' words. */
  private String[] withoutAlias(String... args) {
    if (Stream.of(args).noneMatch(commands.aliases()::containsKey)) {
      return args;
    }
    JCommander common = parser(VERSION);
    int at = PassThroughArgs.firstWord(common, args, 0);
    String[] resolved = args.clone();
    if (at < args.length) {
      resolved[at] = name(args[at]);
    }
    return resolved;
  }

  /** The name of a command that may be called by an alias. */
  public String name(String word) {
    return commands.aliases().getOrDefault(word, word);
  }

  /** By alias, the commands' names. */
  public Map<String, String> aliases() {
    return new TreeMap<>(commands.aliases());
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
  public boolean changesHost() {
    String name = parser.getParsedCommand();
    Subcommand command = name == null ? null : commands.get(name);
    return command != null && command.changesHost();
  }

  /** Knows the name and description of every option of that command, the common ones too. */
  public JCommander parser(String command) {
    return Objects.requireNonNull(
        parser(List.of(command), new CommonOptions()).getCommands().get(command));
  }

  /** The same of all commands. */
  public JCommander parser() {
    JCommander all = parser(commands.names(), new CommonOptions());
    // JCommander knows the options before a command from the first parsing on.
    all.parse(VERSION);
    return all;
  }

  /** The commands' names, in the order in which people are told of them. */
  public List<String> names() {
    return commands.names();
  }

  /** The command of that name, one of these. */
  public Subcommand command(String name) {
    return commands.get(name);
  }

  /** All of them, by their names. */
  public Map<String, Subcommand> commands() {
    Map<String, Subcommand> all = new LinkedHashMap<>();
    names().forEach(name -> all.put(name, command(name)));
    return all;
  }
}
