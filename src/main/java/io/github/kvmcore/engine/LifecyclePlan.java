package io.github.kvmcore.engine;

import io.github.kvmcore.plan.Plan;
import java.util.List;

/**
 * What {@code start}, {@code shutdown} or {@code restart} does.
 *
 * @param blockers machines for which a step was asked for and can't be done: a message each, with
 *     the reason and the next command
 */
public record LifecyclePlan(Plan plan, List<String> blockers) {
  public LifecyclePlan {
    blockers = List.copyOf(blockers);
  }
}
