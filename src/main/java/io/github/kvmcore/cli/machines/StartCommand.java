package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.UpOptions;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.spec.source.SettingsSource;
import java.util.List;

/** {@code kvmcore start [MACHINE…]}. */
@Parameters(commandDescription = "start machines that are shut off or paused, and wait for them")
public final class StartCommand extends MachinesCommand {
  @ParametersDelegate final UpOptions up = new UpOptions();

  @Override
  public List<SettingsSource> flags() {
    return up.addTo(new Flags()).sources();
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
