package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.failure.ExitCode;

/** {@code kvmcore version}. */
@Parameters(commandDescription = "show the version of kvmcore and of its Java")
final class VersionCommand extends Subcommand {
  @Override
  String synopsis() {
    return "";
  }

  @Override
  ExitCode run(Session session) {
    throw new IllegalStateException("version needs no session");
  }
}
