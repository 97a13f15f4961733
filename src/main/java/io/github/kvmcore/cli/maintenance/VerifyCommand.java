package io.github.kvmcore.cli.maintenance;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.cli.create.ClusterSpecCommand;
import io.github.kvmcore.cli.create.OwnConfigFiles;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.DriftReport;
import java.util.ArrayList;
import java.util.List;

/** {@code kvmcore verify [N]}: changes nothing, and says nothing where all is right. */
@Parameters(
    commandDescription = "compare the machines with what create would make; changes nothing")
public final class VerifyCommand extends ClusterSpecCommand {
  @Parameter(
      names = "--all",
      order = 41,
      description =
          "check all clusters of the host against what was made, whatever the settings say")
  boolean all;

  /** Without options yet, which JCommander fills in. */
  public VerifyCommand() {
    super("verify");
  }

  @Override
  protected ExitCode run(Session session) {
    List<DriftReport.Cluster> clusters = new ArrayList<>();
    boolean locked = false;
    if (all) {
      requireNoNumber();
      for (String cluster : session.engine().observe(Engine.Detail.ALL_CLUSTERS).clusters()) {
        locked |= !asDefined(session.ofCluster(cluster), clusters);
      }
    } else {
      OwnConfigFiles own = OwnConfigFiles.read(session);
      try (Lock lock = session.engine().lock("verify")) {
        clusters.add(new Verification(session, own, flags().sources()).run());
      }
    }
    DriftReport report = new DriftReport(clusters, all);
    session.print(report.text(session.format(), session.colour()));
    if (report.isRight() && session.format() == OutputFormat.TABLE) {
      session.sayAtTerminal(report.rightNote());
    }
    return !report.isRight() ? ExitCode.STEP_FAILED : locked ? ExitCode.LOCKED : ExitCode.DONE;
  }

  private void requireNoNumber() {
    if (!words().isEmpty()) {
      throw KvmcoreException.usage("verify takes a number or --all, not both");
    }
  }

  /** Whether it could be looked at; where another run holds it, that is told. */
  private static boolean asDefined(Session session, List<DriftReport.Cluster> clusters) {
    String cluster = session.settings().cluster();
    try (Lock lock = session.engine().lock("verify")) {
      Observation observation = session.engine().observe(Engine.Detail.EVERYTHING);
      clusters.add(
          new DriftReport.Cluster(cluster, observation.cluster().names(), observation.drift()));
      return true;
    } catch (KvmcoreException e) {
      if (e.exitCode() != ExitCode.LOCKED) {
        throw e;
      }
      session.tell("kvmcore: " + e.text());
      return false;
    }
  }
}
