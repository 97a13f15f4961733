package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.UpOptions;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;

/** {@code kvmcore start [MACHINE…]}. */
@Parameters(
    commandDescription =
        "start machines that are shut off or paused, and wait until they are ready")
public final class StartCommand extends MachinesCommand {
  @ParametersDelegate final UpOptions up = new UpOptions();

  @Override
  public Flags flags() {
    return up.addTo(new Flags());
  }

  @Override
  protected boolean changesHost() {
    return true;
  }

  @Override
  protected ExitCode run(Session session) {
    return new Lifecycle(session, "start", "started").run(observation -> observation.start(names));
  }
}
