package io.github.kvmcore.apply;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What became of each step. */
final class StepResults {
  private final Set<String> begun = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private final Set<String> late = new HashSet<>();
  private final Set<String> failedMachines = new HashSet<>();
  private final List<Outcome.Failure> failures = new ArrayList<>();
  private boolean interrupted;

  /** From now on nothing begins, and nothing is undone. */
  synchronized void interrupted() {
    interrupted = true;
  }

  synchronized void begun(Step step) {
    begun.add(step.id());
  }

  synchronized void failed(Step step, KvmcoreException cause) {
    broken.add(step.id());
    interrupted |= cause.exitCode() == ExitCode.INTERRUPTED;
    if (step.waits()) {
      // The machine runs; whatever kept it from being seen to be up is no reason to take it away.
      late.add(step.id());
    } else {
      markMachine(step);
    }
    String subject = step.machine();
    failures.add(
        new Outcome.Failure(
            subject == null ? step.title() : subject,
            step.title(),
            cause.exitCode(),
            cause.text()));
  }

  /** A step that is not begun; what needs it will not be either. */
  synchronized void leftOut(Step step) {
    broken.add(step.id());
    markMachine(step);
  }

  private void markMachine(Step step) {
    String machine = step.machine();
    if (machine != null) {
      failedMachines.add(machine);
    }
  }

  /** Whether all that the step needs is there; after an interrupt nothing begins. */
  synchronized boolean mayBegin(Step step) {
    return !interrupted && step.after().stream().noneMatch(broken::contains);
  }

  /**
   * The begun steps of machines that failed, and failed steps of the whole cluster, in order. After
   * an interrupt, which leaves no time for programs, only folders in which nothing is yet: the next
   * run goes on from what there is, and would not know that these are kvmcore's.
   */
  synchronized List<Step> toUndo(List<Step> steps) {
    return steps.stream().filter(this::isToBeUndone).toList();
  }

  private boolean isToBeUndone(Step step) {
    if (!begun.contains(step.id()) || late.contains(step.id())) {
      return false;
    }
    if (interrupted && !step.undo().stream().allMatch(Action.DeleteIfEmpty.class::isInstance)) {
      return false;
    }
    String machine = step.machine();
    return machine == null ? broken.contains(step.id()) : failedMachines.contains(machine);
  }

  synchronized Outcome outcome(Plan plan) {
    List<String> unfinished =
        plan.machines().stream().map(Machine::name).filter(failedMachines::contains).toList();
    return new Outcome(failures, unfinished, interrupted);
  }
}
