package io.github.kvmcore.cli.command;

import java.util.List;
import java.util.Map;

/** The commands that a command line may name. */
public interface CommandSet {
  /** Their names, in the order in which people are told of them. */
  List<String> names();

  /** Other words for commands: what users of other tools type. */
  Map<String, String> aliases();

  /** The command of that name, one of these; the same one each time. */
  Subcommand get(String name);
}
