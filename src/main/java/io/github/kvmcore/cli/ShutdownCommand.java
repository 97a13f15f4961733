package io.github.kvmcore.cli;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.settings.SettingsSource;
import java.util.List;

/** {@code kvmcore shutdown [MACHINE…]}. */
@Parameters(commandDescription = "ask machines to shut down, and wait until they are off")
final class ShutdownCommand extends MachinesCommand {
  @ParametersDelegate final DownOptions down = new DownOptions();

  @Override
  List<SettingsSource> flags(SettingsReader reader) {
    return down.addTo(new Flags()).sources();
  }

  @Override
  boolean changesHost() {
    return true;
  }

  @Override
  ExitCode run(Session session) {
    return new Lifecycle(session, "shutdown", "shut down")
        .run(planner -> planner.shutdown(names, down.force()));
  }
}
