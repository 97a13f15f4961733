package io.github.kvmcore.cli.machines;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.NetworkLock;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.run.Removals;
import io.github.kvmcore.cli.session.Question;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.engine.Removal;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.script.ShellScript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore destroy [MACHINE…]}. */
@Parameters(
    commandDescription =
        "remove machines with their disks and configuration; without names: the whole cluster")
public final class DestroyCommand extends MachinesCommand {
  private static final int PROCESSORS = 8;

  @Parameter(
      names = {"-y", "--yes"},
      order = 20,
      description = "do not ask for confirmation")
  boolean yes;

  @Parameter(
      names = "--adopt",
      order = 21,
      description = "also remove files of machines without a claim, which only metadata names")
  boolean adopt;

  @Parameter(
      names = "--if-exists",
      order = 22,
      description = "succeed if the named cluster or machines do not exist")
  boolean ifExists;

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
      Observation observation = session.engine().observe(Engine.Detail.EVERYTHING);
      Removal removal = removal(session, observation);
      warn(session, observation);
      String connect = session.settings().connect();
      String script = new ShellScript(session.smokeBuilder()).of(removal.plan(), connect);
      session.print(script + removals(session, removal, observation).comment());
      return told(session, removal, ExitCode.DONE);
    }
    // Before the cluster is locked: a question that nobody answers keeps nobody out.
    Plan asked = null;
    if (asks) {
      Observation observation = session.engine().observe(Engine.Detail.EVERYTHING);
      Removal removal = removal(session, observation);
      asked = removal.plan();
      if (!asked.isEmpty() && !confirmed(session, asked, removals(session, removal, observation))) {
        session.say("nothing was removed");
        return ExitCode.STEP_FAILED;
      }
    }
    try (Lock lock = session.engine().lock("destroy")) {
      NetworkLock.clear(session);
      Observation observation = session.engine().observe(Engine.Detail.EVERYTHING);
      Removal removal = removal(session, observation);
      Plan plan = removal.plan();
      requireNoMore(asked, plan);
      lock.note(observation.notes(plan));
      warn(session, observation);
      if (!plan.isEmpty()) {
        return told(session, removal, apply(session, plan));
      }
      plan.notes().forEach(session::say);
      if (removal.unclaimed().isEmpty()) {
        session.say("nothing to remove of cluster " + session.settings().cluster());
      }
      return told(session, removal, ExitCode.DONE);
    }
  }

  /** What stays for want of a record is a failure: the cluster is not gone. */
  private static ExitCode told(Session session, Removal removal, ExitCode code) {
    return Failures.ofUnclaimed(session, removal.unclaimed()) && code == ExitCode.DONE
        ? ExitCode.STEP_FAILED
        : code;
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

  /** What others could have written counts for nothing: it stays, and has to be seen to. */
  private static void warn(Session session, Observation observation) {
    observation.doubts().forEach(doubt -> session.tell("warning: " + doubt));
  }

  private Removal removal(Session session, Observation observation) {
    Removal removal = observation.remove(names, ifExists, adopt);
    if (removal.isEmpty() && !ifExists) {
      UnknownCluster.refuse(session, observation);
    }
    return removal;
  }

  private static Removals removals(Session session, Removal removal, Observation observation) {
    return Removals.of(removal.plan(), session.access().files(), observation::volumeBytes);
  }

  private static boolean confirmed(Session session, Plan plan, Removals removals) {
    if (session.options().verbose()) {
      removals.names().forEach(name -> session.say("  " + name));
    }
    List<String> machines = names(plan);
    String what =
        machines.isEmpty()
            ? "what is left of cluster " + plan.cluster()
            : String.join(" ", machines);
    return Question.ask(session.environment(), "Remove " + what + " with " + removals.sum() + "?");
  }

  private static ExitCode apply(Session session, Plan plan) {
    Outcome outcome = new PlanRun(session, plan, PROCESSORS).apply("destroy");
    Failures.ofDestroy(session, plan, outcome);
    return outcome.exitCode();
  }
}
