package io.github.kvmcore.cli.run;

import io.github.kvmcore.apply.AddressConfirmation;
import io.github.kvmcore.apply.Applier;
import io.github.kvmcore.apply.MachineWaiter;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs a plan, and shows how it goes. What failed is told by {@link Failures}. */
public final class PlanRun {
  private final Session session;
  private final Plan plan;
  private final int processors;
  private final MachineWatch watch;

  /**
   * @param processors the host's
   */
  public PlanRun(Session session, Plan plan, int processors) {
    this.session = session;
    this.plan = plan;
    this.processors = processors;
    this.watch = session.engine().watch(plan.machines());
  }

  /** Knows the machines' addresses as far as the run has come to know them. */
  public MachineWatch watch() {
    return watch;
  }

  /**
   * Runs it to its end.
   *
   * @param verb the command that runs it, as told to who waits for a machine that is late
   */
  public Outcome apply(String verb) {
    return apply(verb, step -> {});
  }

  /** With {@code -v} each path is shown that is deleted, as each command is. */
  private Progress watched(Consumer<Step> ended) {
    boolean verbose = session.options().verbose();
    Consumer<Path> gone = path -> session.tell("deleted " + TerminalEscaper.line(path.toString()));
    return new StepWatch(ProgressOutput.open(session, plan), ended, verbose ? gone : path -> {});
  }

  /**
   * The same.
   *
   * @param ended is given each step that ended, from the threads that run them
   */
  public Outcome apply(String verb, Consumer<Step> ended) {
    try (Progress progress = watched(ended)) {
      plan.notes().forEach(progress::note);
      return new Applier(
              session.access(),
              session.engine().errors(),
              request -> session.images().fetch(request, new ImageNews(progress)),
              new MachineWaiter(
                  session.access(),
                  watch,
                  new AddressConfirmation(session.access().files(), new HostKeyCheck(session)),
                  progress,
                  verb,
                  session.next()),
              progress,
              processors)
          .apply(plan);
    }
  }
}
