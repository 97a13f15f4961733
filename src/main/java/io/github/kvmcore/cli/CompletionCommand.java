package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.ArrayList;
import java.util.List;

/** {@code kvmcore completion bash|zsh}. */
@Parameters(commandDescription = "print a script by which a shell completes kvmcore's words")
final class CompletionCommand extends Subcommand {
  private static final String EXPECTED = "completion takes the name of the shell: bash or zsh";

  @Parameter(description = "bash|zsh")
  List<String> shells = new ArrayList<>();

  @Override
  List<String> words() {
    return shells;
  }

  @Override
  String synopsis() {
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
