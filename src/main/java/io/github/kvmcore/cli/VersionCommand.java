package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;

/** {@code kvmcore version}. */
@Parameters(commandDescription = "show the version of kvmcore and of its Java")
final class VersionCommand extends Subcommand {
  @Override
  String synopsis() {
    return "";
  }
}
