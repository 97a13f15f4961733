package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.run.ClusterLock;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.FolderNotes;
import io.github.kvmcore.cli.run.NetworkLock;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.session.Question;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostState;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.plan.DestroyPlanner;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.ShellScript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore destroy [MACHINE…]}. */
@Parameters(
    commandDescription =
        "remove machines with all that belongs to them; no name: the whole cluster")
public final class DestroyCommand extends MachinesCommand {
  private static final int PROCESSORS = 8;

  @Parameter(
      names = {"-y", "--yes"},
      order = 20,
      description = "do not ask")
  boolean yes;

  @Override
  protected boolean changesHost() {
    return true;
  }

  @Override
  protected ExitCode run(Session session) {
    boolean asks = !yes && !common.dryRun();
    if (asks && !session.environment().terminal().in()) {
      throw KvmcoreException.usage(
          "destroy asks before it removes anything, and there is no terminal to ask at: say --yes");
    }
    if (common.dryRun()) {
      Plan plan = plan(session);
      String connect = session.settings().connect();
      session.print(new ShellScript(session.smokeBuilder()).of(plan, connect));
      return ExitCode.DONE;
    }
    // Before the cluster is locked: a question that nobody answers keeps nobody out.
    Plan asked = asks ? plan(session) : null;
    if (asked != null && !asked.isEmpty() && !confirmed(session, asked)) {
      session.say("nothing was removed");
      return ExitCode.STEP_FAILED;
    }
    try (HostFiles.FileLock lock = ClusterLock.take(session, "destroy")) {
      NetworkLock.clear(session);
      HostState hostState = session.hostState();
      Plan plan = plan(session, hostState);
      requireNoMore(asked, plan);
      FolderNotes.write(lock, plan, hostState);
      if (plan.isEmpty()) {
        plan.notes().forEach(session::say);
        session.say("nothing to remove of cluster " + session.settings().cluster());
        return ExitCode.DONE;
      }
      return apply(session, plan);
    }
  }

  /** Only what was asked for is removed: others may have made machines since. */
  private static void requireNoMore(@Nullable Plan asked, Plan plan) {
    if (asked == null) {
      return;
    }
    List<String> more = new ArrayList<>(names(plan));
    more.removeAll(names(asked));
    if (!more.isEmpty()) {
      throw KvmcoreException.failed(
          "nothing was removed: since the question another run has made "
              + String.join(" ", more)
              + "\n  next: the same command again");
    }
  }

  private static List<String> names(Plan plan) {
    return plan.machines().stream().map(Machine::name).toList();
  }

  private Plan plan(Session session) {
    return plan(session, session.hostState());
  }

  private Plan plan(Session session, HostState hostState) {
    return new DestroyPlanner(session.settings(), hostState).plan(names);
  }

  private static boolean confirmed(Session session, Plan plan) {
    List<String> machines = names(plan);
    String all = String.join(" ", machines);
    return Question.ask(
        session.environment(),
        switch (machines.size()) {
          case 0 -> "Remove what is left of cluster " + plan.cluster() + "?";
          case 1 -> "Remove " + all + " with its disk?";
          default -> "Remove " + all + " with their disks?";
        });
  }

  private static ExitCode apply(Session session, Plan plan) {
    Outcome outcome = new PlanRun(session, plan, PROCESSORS).apply("destroy");
    Failures.ofDestroy(session, plan, outcome);
    return outcome.exitCode();
  }
}
