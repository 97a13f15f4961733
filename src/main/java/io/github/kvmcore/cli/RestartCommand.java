package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.settings.SettingsSource;
import java.util.List;

/** {@code kvmcore restart [MACHINE…]}. */
@Parameters(
    commandDescription = "shut machines down and start them; those that are off are started")
final class RestartCommand extends MachinesCommand {
  @ParametersDelegate final UpOptions up = new UpOptions();
  @ParametersDelegate final DownOptions down = new DownOptions();

  @Parameter(
      names = "--rolling",
      order = 40,
      description = "one after the other, each when the one before answers on ssh")
  boolean rolling;

  @Override
  List<SettingsSource> flags(SettingsReader reader) {
    return down.addTo(up.addTo(new Flags())).sources();
  }

  @Override
  boolean changesHost() {
    return true;
  }

  @Override
  ExitCode run(Session session) {
    Lifecycle lifecycle = new Lifecycle(session, "restart", "restarted");
    return (rolling ? lifecycle.rolling() : lifecycle)
        .run(planner -> planner.restart(names, down.force(), rolling));
  }
}
