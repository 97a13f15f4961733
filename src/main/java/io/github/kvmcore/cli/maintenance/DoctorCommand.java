package io.github.kvmcore.cli.maintenance;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Check;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.ChecksReport;
import java.util.List;

/** {@code kvmcore doctor}. */
@Parameters(
    commandDescription =
        "check whether this host is ready to run machines; --setup installs what is missing")
public final class DoctorCommand extends Subcommand {
  @Parameter(
      names = "--setup",
      order = 20,
      description =
          "install missing packages, start libvirtd, and create the network of vm_network_name")
  boolean setup;

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected boolean changesHost() {
    return setup;
  }

  @Override
  protected ExitCode run(Session session) {
    if (setup) {
      session.setUpHost();
    }
    List<Check> checks = session.engine().check(session.settings().machines());
    ChecksReport report = new ChecksReport(checks);
    session.print(report.text(session.format(), session.colour()));
    if (session.format() == OutputFormat.TABLE) {
      session.say(report.summary());
    }
    boolean fine = checks.stream().noneMatch(check -> check.status() == Check.Status.PROBLEM);
    return fine ? ExitCode.DONE : ExitCode.HOST;
  }
}
