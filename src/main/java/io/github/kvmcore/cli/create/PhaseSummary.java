package io.github.kvmcore.cli.create;

import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a {@code create} has done that was not to start machines. */
final class PhaseSummary {
  private PhaseSummary() {}

  /** A line for people, without line break. */
  static String of(Plan plan, Set<Phase> steps) {
    List<String> made = new ArrayList<>();
    count(plan, Phase.DOWNLOAD, "image", made);
    count(disks(plan, "disk:"), "disk", made);
    count(disks(plan, "data:"), "data disk", made);
    count(plan, Phase.INIT, "config drive", made);
    String done = made.isEmpty() ? "nothing was missing" : "made: " + String.join(", ", made);
    String leftOut =
        Phase.ofCreate().stream()
            .filter(phase -> !steps.contains(phase))
            .map(Phase::toString)
            .collect(Collectors.joining(", "));
    return done + "; left out: " + leftOut;
  }

  private static void count(Plan plan, Phase phase, String what, List<String> made) {
    count(
        plan.steps().stream().filter(step -> step.phase() == phase && !step.minor()).count(),
        what,
        made);
  }

  /** Machines' own: a thin pool, or the volume that they are clones of, is none. */
  private static long disks(Plan plan, String kind) {
    return plan.steps().stream()
        .filter(step -> step.id().startsWith(kind))
        .mapToLong(step -> kind.equals("disk:") ? 1 : runs(step))
        .sum();
  }

  /** Each data disk is made by one command. */
  private static long runs(Step step) {
    return step.actions().stream().filter(Action.Run.class::isInstance).count();
  }

  private static void count(long count, String what, List<String> made) {
    if (count > 0) {
      made.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }
}
