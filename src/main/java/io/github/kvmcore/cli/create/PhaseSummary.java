package io.github.kvmcore.cli.create;

import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Plan;
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
    count(plan, Phase.DISKS, "disk", made);
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
    long count =
        plan.steps().stream().filter(step -> step.phase() == phase && !step.minor()).count();
    if (count > 0) {
      made.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }
}
