package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.DownOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;

/** {@code kvmcore shutdown [MACHINE…]}. */
@Parameters(commandDescription = "shut machines down, and wait until they are off")
public final class ShutdownCommand extends MachinesCommand {
  @ParametersDelegate final DownOptions down = new DownOptions();

  @Override
  public Flags flags() {
    return down.addTo(new Flags());
  }

  @Override
  protected boolean changesHost() {
    return true;
  }

  @Override
  protected ExitCode run(Session session) {
    return new Lifecycle(session, "shutdown", "shut down")
        .run(observation -> observation.shutdown(names, down.force()));
  }
}
