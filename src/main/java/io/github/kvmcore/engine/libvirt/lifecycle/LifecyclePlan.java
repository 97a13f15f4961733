package io.github.kvmcore.engine.libvirt.lifecycle;

import io.github.kvmcore.plan.Plan;
import java.util.List;

/**
 * What {@code start}, {@code shutdown} or {@code restart} does.
 *
 * @param blockers machines for which there is no step though one was asked for: a text each, which
 *     says why, and what to run next
 */
public record LifecyclePlan(Plan plan, List<String> blockers) {
  public LifecyclePlan {
    blockers = List.copyOf(blockers);
  }
}
