package io.github.kvmcore.plan;

import io.github.kvmcore.model.Machine;
import java.util.List;

/**
 * What is to be done, as data: printed by {@code --dry-run}, run by {@code apply}.
 *
 * @param machines the machines that the plan is about, also those that it leaves alone
 * @param steps each after all those that it depends on
 * @param notes what the user should know: machines left alone that differ, machines that are more
 */
public record Plan(String cluster, List<Machine> machines, List<Step> steps, List<String> notes) {
  public Plan {
    machines = List.copyOf(machines);
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
