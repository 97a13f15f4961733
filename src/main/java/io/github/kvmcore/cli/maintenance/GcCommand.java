package io.github.kvmcore.cli.maintenance;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.image.ImagePrune;
import io.github.kvmcore.cli.run.Removals;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.Leftovers;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.GcReport;
import io.github.kvmcore.report.script.ShellScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore gc}: says what no machine uses any more, and removes it with {@code --yes}. */
@Parameters(
    commandDescription = "find leftovers of all clusters that no machine uses; --yes removes them")
public final class GcCommand extends Subcommand {
  @Parameter(
      names = {"-y", "--yes"},
      order = 20,
      description = "remove what is found")
  boolean yes;

  @Parameter(
      names = "--images-older-than",
      order = 21,
      description =
          "TIME: also images that were downloaded so long ago and that no disk is based on")
  @Nullable String imagesOlderThan;

  @Parameter(
      names = "--adopt",
      order = 22,
      description = "also remove logical volumes that only their tags name as kvmcore's")
  boolean adopt;

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected boolean changesHost() {
    return yes;
  }

  @Override
  protected ExitCode run(Session session) {
    Duration age =
        imagesOlderThan == null ? null : ImagePrune.age("--images-older-than", imagesOlderThan);
    LeftoverFinder leftovers = new LeftoverFinder(session, age, adopt);
    if (yes && !common.dryRun()) {
      try (LeftoverRemoval removal = new LeftoverRemoval(session, leftovers, age)) {
        return removal.run();
      }
    }
    List<Leftover> found = leftovers.find();
    if (common.dryRun()) {
      String connect = session.settings().connect();
      ShellScript script = new ShellScript(session.smokeBuilder());
      Plan plan = Leftovers.plan(found, it -> true);
      Removals removals = Removals.of(plan, session.access().files(), leftovers::volumeBytes);
      session.print(script.of(plan, connect) + removals.comment());
      return ExitCode.DONE;
    }
    List<GcReport.Line> lines = found.stream().map(it -> new GcReport.Line(it, "found")).toList();
    session.print(new GcReport(lines, Instant.now()).text(session.format(), session.colour()));
    if (found.isEmpty()) {
      session.sayAtTerminal("nothing is left over");
    } else if (session.format() == OutputFormat.TABLE) {
      session.say("nothing was removed; next: " + next());
    }
    return ExitCode.DONE;
  }

  private String next() {
    return "kvmcore gc --yes"
        + (adopt ? " --adopt" : "")
        + (imagesOlderThan == null ? "" : " --images-older-than " + imagesOlderThan);
  }
}
