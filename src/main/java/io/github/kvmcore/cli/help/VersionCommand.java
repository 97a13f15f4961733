package io.github.kvmcore.cli.help;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Subcommand;

/** {@code kvmcore version}. */
@Parameters(commandDescription = "show the version of kvmcore and of its Java")
public final class VersionCommand extends Subcommand {
  @Override
  public String synopsis() {
    return "";
  }
}
