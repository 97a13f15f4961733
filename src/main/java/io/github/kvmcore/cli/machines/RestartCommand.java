package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.DownOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.UpOptions;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;

/** {@code kvmcore restart [MACHINE…]}. */
@Parameters(commandDescription = "restart machines, and start those that are off")
public final class RestartCommand extends MachinesCommand {
  @ParametersDelegate final UpOptions up = new UpOptions();
  @ParametersDelegate final DownOptions down = new DownOptions();

  @Parameter(
      names = "--rolling",
      order = 40,
      description = "restart one machine after the other; wait until each answers on ssh")
  boolean rolling;

  @Override
  public Flags flags() {
    return down.addTo(up.addTo(new Flags()));
  }

  @Override
  protected boolean changesHost() {
    return true;
  }

  @Override
  protected ExitCode run(Session session) {
    Lifecycle lifecycle = new Lifecycle(session, "restart", "restarted");
    return (rolling ? lifecycle.rolling() : lifecycle)
        .run(observation -> observation.restart(names, down.force(), rolling));
  }
}
