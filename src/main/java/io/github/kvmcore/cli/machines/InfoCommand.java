package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.InfoReport;
import java.time.Instant;

/** {@code kvmcore info [MACHINE…]}. */
@Parameters(commandDescription = "show all details of machines")
public final class InfoCommand extends MachinesCommand {
  @Override
  protected ExitCode run(Session session) {
    ClusterMachines machines = ClusterMachines.read(session);
    InfoReport report =
        new InfoReport(
            session.settings().cluster(), machines.details(machines.choose(names)), Instant.now());
    session.print(report.text(session.format(), session.colour()));
    if (machines.all().isEmpty() && session.format() == OutputFormat.TABLE) {
      session.say(machines.emptyNote());
    }
    return ExitCode.DONE;
  }
}
