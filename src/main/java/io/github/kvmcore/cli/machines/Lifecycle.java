package io.github.kvmcore.cli.machines;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.LifecyclePlan;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.script.ShellScript;
import java.util.function.Function;

/** One run of {@code start}, {@code shutdown} or {@code restart}. */
final class Lifecycle {
  private final Session session;
  private final String command;
  private final String done;
  private final boolean rolling;

  /**
   * @param done what has become of a machine for which all went well
   */
  Lifecycle(Session session, String command, String done) {
    this(session, command, done, false);
  }

  private Lifecycle(Session session, String command, String done, boolean rolling) {
    this.session = session;
    this.command = command;
    this.done = done;
    this.rolling = rolling;
  }

  /** The same, for machines one after the other. */
  Lifecycle rolling() {
    return new Lifecycle(session, command, done, true);
  }

  ExitCode run(Function<Observation, LifecyclePlan> planning) {
    if (session.options().dryRun()) {
      LifecyclePlan plan = planning.apply(observe());
      String connect = session.settings().connect();
      session.print(new ShellScript(session.smokeBuilder()).of(plan.plan(), connect));
      plan.blockers().forEach(session::say);
      return ExitCode.DONE;
    }
    try (Lock lock = session.engine().lock(command)) {
      LifecyclePlan plan = planning.apply(observe());
      plan.blockers().forEach(text -> session.tell("kvmcore: " + text));
      ExitCode code = plan.plan().isEmpty() ? nothing(plan) : apply(plan.plan());
      if (!session.options().quiet() || session.format() != OutputFormat.TABLE) {
        code = MachineList.printAfter(session, code, it -> MachineList.watch(session, it));
      }
      return plan.blockers().isEmpty() || code == ExitCode.INTERRUPTED
          ? code
          : ExitCode.STEP_FAILED;
    }
  }

  private Observation observe() {
    Observation observation = session.engine().observe(Engine.Detail.EVERYTHING);
    UnknownCluster.refuse(session, observation);
    return observation;
  }

  private ExitCode nothing(LifecyclePlan plan) {
    if (!plan.plan().machines().isEmpty() && plan.blockers().isEmpty()) {
      session.say("nothing to do");
    }
    return ExitCode.DONE;
  }

  private ExitCode apply(Plan plan) {
    int processors = Runtime.getRuntime().availableProcessors();
    Outcome outcome = new PlanRun(session, plan, processors).apply(command);
    if (rolling) {
      Failures.ofRolling(session, plan, outcome);
    } else {
      Failures.ofLifecycle(session, plan, outcome, done);
    }
    return outcome.exitCode();
  }
}
