package io.github.kvmcore.engine;

import io.github.kvmcore.plan.Plan;
import java.util.List;

/**
 * What {@code destroy} removes, and what it does not.
 *
 * @param unclaimed machines that stay because no record says what belongs to them: a message each
 */
public record Removal(Plan plan, List<String> unclaimed) {
  public Removal {
    unclaimed = List.copyOf(unclaimed);
  }

  /** Whether there is nothing to remove, and nothing that stays. */
  public boolean isEmpty() {
    return plan.isEmpty() && unclaimed.isEmpty();
  }
}
