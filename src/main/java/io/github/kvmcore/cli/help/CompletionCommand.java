package io.github.kvmcore.cli.help;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.ArrayList;
import java.util.List;

/** {@code kvmcore completion bash|zsh}. */
@Parameters(commandDescription = "print the script that completes kvmcore's commands in a shell")
public final class CompletionCommand extends Subcommand {
  private static final String EXPECTED = "completion takes the name of the shell: bash or zsh";

  @Parameter(description = "bash|zsh")
  List<String> shells = new ArrayList<>();

  @Override
  protected List<String> words() {
    return shells;
  }

  @Override
  public String synopsis() {
    return "bash|zsh";
  }

  /**
   * The script.
   *
   * @throws KvmcoreException exit code USAGE, where there is none for that shell
   */
  String script(CommandLine line) {
    return switch (Arguments.single(shells, EXPECTED)) {
      case "bash" -> new BashCompletion(line).script();
      case "zsh" -> new ZshCompletion(line).script();
      default -> throw KvmcoreException.usage(EXPECTED);
    };
  }
}
