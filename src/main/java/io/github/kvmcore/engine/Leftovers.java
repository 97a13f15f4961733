package io.github.kvmcore.engine;

import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What no machine uses any more, of all clusters.
 *
 * @param found in the order in which it can be removed
 * @param warnings what is left alone, and was not looked at, with the reason
 * @param images what builds on the base images
 * @param volumeBytes as {@link Observation#volumeBytes}
 */
public record Leftovers(
    List<Leftover> found,
    List<String> warnings,
    ImageUsers images,
    ToLongFunction<String> volumeBytes) {
  public Leftovers {
    found = List.copyOf(found);
    warnings = List.copyOf(warnings);
  }

  /** The plan that removes some of them. */
  public static Plan plan(List<Leftover> leftovers, Predicate<Leftover> which) {
    List<Step> steps = new ArrayList<>();
    List<String> before = new ArrayList<>();
    for (Leftover leftover : leftovers) {
      if (leftover.isRemovable() && which.test(leftover)) {
        Step step = step(leftover, leftover.kind().isShared() ? before : List.of());
        steps.add(step);
        before.add(step.id());
      }
    }
    String clusters =
        leftovers.stream()
            .flatMap(leftover -> Stream.ofNullable(leftover.cluster()))
            .distinct()
            .collect(Collectors.joining(", "));
    return new Plan(clusters.isEmpty() ? "none" : clusters, List.of(), steps, List.of());
  }

  private static Step step(Leftover leftover, List<String> after) {
    String title = leftover.kind() + " " + leftover.name();
    String id = "gc:" + title;
    return new Step(id, Phase.DESTROY, null, title, leftover.removal(), List.of(), after);
  }
}
