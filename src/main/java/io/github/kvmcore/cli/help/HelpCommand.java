package io.github.kvmcore.cli.help;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Subcommand;
import java.util.ArrayList;
import java.util.List;

/** {@code kvmcore help [COMMAND]}. */
@Parameters(commandDescription = "show help on kvmcore, a command, or the settings")
public final class HelpCommand extends Subcommand {
  @Parameter(description = "[COMMAND|settings]")
  List<String> topics = new ArrayList<>();

  @Parameter(names = "--man", order = 20, description = "print the man page kvmcore(1)")
  boolean man;

  @Override
  protected List<String> words() {
    return topics;
  }

  @Override
  public String synopsis() {
    return "[COMMAND|settings]";
  }

  /** What the help is wanted on, as {@code image} in {@code help image list}; empty: on kvmcore. */
  String topic() {
    return topics.isEmpty() ? "" : topics.get(0);
  }
}
