package io.github.kvmcore.cli.command;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Words on the command line that are another program's: all from the first one on that is no option
 * of a command which hands them on. Its options are not kvmcore's, whatever they look like.
 */
public final class PassThroughArgs {
  private PassThroughArgs() {}

  /** A command that hands words on. */
  public interface Taker {
    /** Gives it the words, the first of which may be {@code --}. */
    void take(List<String> words);
  }

  /** Gives them to the command, where it takes some; the other words, to be parsed. */
  static String[] cut(JCommander parser, CommandSet commands, String... args) {
    // Before it parses, JCommander knows the options of commands only; each has the common ones.
    int name = firstWord(parser.getCommands().values().iterator().next(), args, 0);
    JCommander named = name == args.length ? null : parser.getCommands().get(args[name]);
    if (named == null || !(commands.get(args[name]) instanceof Taker taker)) {
      return args;
    }
    int from = firstWord(named, args, name + 1);
    taker.take(List.of(args).subList(from, args.length));
    return Arrays.copyOf(args, from);
  }

  /** The place of the first word that is neither an option nor an option's value. */
  static int firstWord(JCommander options, String[] args, int start) {
    int at = start;
    while (at < args.length && args[at].startsWith("-") && !args[at].equals("--")) {
      at += takesValue(options, args[at]) ? 2 : 1;
    }
    return Math.min(at, args.length);
  }

  private static boolean takesValue(JCommander options, String option) {
    Optional<ParameterDescription> found =
        options.getParameters().stream()
            .filter(it -> List.of(it.getParameter().names()).contains(option))
            .findFirst();
    return found.filter(it -> it.getParameterized().getType() != boolean.class).isPresent();
  }
}
