package io.github.kvmcore.cli.maintenance;

import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.NetworkLock;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.run.Removals;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.engine.Reaping;
import io.github.kvmcore.engine.Removal;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.ReapReport;
import io.github.kvmcore.report.script.ShellScript;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code kvmcore reap}: for cron, so it says nothing where there is nothing to do. */
@Parameters(commandDescription = "remove the clusters whose lifetime (--ttl) is over; for cron")
public final class ReapCommand extends Subcommand {
  private static final int AT_ONCE = 8;

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  protected boolean changesHost() {
    return true;
  }

  @Override
  protected ExitCode run(Session session) {
    Instant now = Instant.now();
    Observation observation = session.engine().observe(Engine.Detail.ALL_CLUSTERS);
    List<Reaping> over =
        clusters(session, observation).stream()
            .flatMap(cluster -> observation.reaping(cluster, now).stream())
            .toList();
    if (common.dryRun()) {
      return print(session, over);
    }
    List<ReapReport.Line> lines = new ArrayList<>();
    ExitCode worst = ExitCode.DONE;
    for (Reaping reaping : over) {
      ExitCode code = remove(session, reaping, lines);
      if (code == ExitCode.INTERRUPTED) {
        return code;
      }
      worst = worst == ExitCode.DONE || worst == ExitCode.LOCKED ? worse(worst, code) : worst;
    }
    if (!session.options().quiet() || session.format() != OutputFormat.TABLE) {
      session.print(new ReapReport(lines).text(session.format(), session.colour()));
    }
    return worst;
  }

  private static ExitCode worse(ExitCode one, ExitCode other) {
    return other == ExitCode.DONE ? one : other;
  }

  /**
   * All of the host's, or the one that the command line names: a file's setting narrows nothing.
   */
  private static Set<String> clusters(Session session, Observation observation) {
    return session.options().cluster() == null
        ? observation.clusters()
        : Set.of(session.settings().cluster());
  }

  /** One cluster; what goes wrong with it is told, and does not stop the others. */
  private static ExitCode remove(Session session, Reaping reaping, List<ReapReport.Line> lines) {
    if (reaping.doubt() != null) {
      session.tell("warning: " + left(session, reaping));
      lines.add(line(reaping, ReapReport.Result.LEFT));
      return ExitCode.DONE;
    }
    ExitCode code;
    try {
      Optional<ExitCode> removed = locked(session.ofCluster(reaping.cluster()), reaping);
      if (removed.isEmpty()) {
        return ExitCode.DONE;
      }
      code = removed.get();
    } catch (KvmcoreException e) {
      if (e.exitCode() == ExitCode.INTERRUPTED) {
        throw e;
      }
      session.tell("kvmcore: cluster " + reaping.cluster() + ": " + e.text());
      code = e.exitCode() == ExitCode.LOCKED ? ExitCode.LOCKED : ExitCode.STEP_FAILED;
    } catch (UncheckedIOException e) {
      session.tell("kvmcore: cluster " + reaping.cluster() + ": " + e.getMessage());
      code = ExitCode.STEP_FAILED;
    }
    lines.add(line(reaping, ReapReport.Result.of(code)));
    return code;
  }

  /** Looks again, as another run may have given it more time; empty where it has. */
  private static Optional<ExitCode> locked(Session session, Reaping seen) {
    try (Lock lock = session.engine().lock("reap")) {
      NetworkLock.clear(session);
      Observation observation = session.engine().observe(Engine.Detail.EVERYTHING);
      Optional<Reaping> still = observation.reaping(seen.cluster(), Instant.now());
      if (still.isEmpty() || still.get().doubt() != null) {
        return Optional.empty();
      }
      session.say("cluster " + seen.cluster() + ": its time was over at " + still.get().end());
      Removal removal = observation.remove(List.of(), false, false);
      Plan plan = removal.plan();
      lock.note(observation.notes(plan));
      Outcome outcome = new PlanRun(session, plan, AT_ONCE).apply("reap");
      Failures.ofDestroy(session, plan, outcome);
      boolean left = Failures.ofUnclaimed(session, removal.unclaimed());
      return Optional.of(
          left && outcome.exitCode() == ExitCode.DONE ? ExitCode.STEP_FAILED : outcome.exitCode());
    }
  }

  private static ExitCode print(Session session, List<Reaping> over) {
    List<Plan> plans = new ArrayList<>();
    StringBuilder removals = new StringBuilder();
    for (Reaping reaping : over) {
      if (reaping.doubt() == null) {
        Session own = session.ofCluster(reaping.cluster());
        Observation observation = own.engine().observe(Engine.Detail.EVERYTHING);
        Removal removal = observation.remove(List.of(), false, false);
        plans.add(removal.plan());
        Failures.ofUnclaimed(own, removal.unclaimed());
        removals.append(
            Removals.of(removal.plan(), own.access().files(), observation::volumeBytes).comment());
      } else {
        session.tell("warning: " + left(session, reaping));
      }
    }
    if (!plans.isEmpty()) {
      String connect = session.settings().connect();
      String script = new ShellScript(session.smokeBuilder()).of(Plan.together(plans), connect);
      session.print(script + removals);
    }
    return ExitCode.DONE;
  }

  private static String left(Session session, Reaping reaping) {
    return "cluster "
        + reaping.cluster()
        + " is left: "
        + reaping.doubt()
        + "\n  next: "
        + session.ofCluster(reaping.cluster()).next().line("destroy")
        + ", or create with another --ttl";
  }

  private static ReapReport.Line line(Reaping reaping, ReapReport.Result result) {
    return new ReapReport.Line(reaping.cluster(), reaping.end(), reaping.machines(), result);
  }
}
