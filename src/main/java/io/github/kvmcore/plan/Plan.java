package io.github.kvmcore.plan;

import io.github.kvmcore.model.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  /** The plans of several clusters as one, to be printed: each before the next. */
  public static Plan together(List<Plan> plans) {
    List<Step> steps = new ArrayList<>();
    for (Plan plan : plans) {
      plan.steps().forEach(step -> steps.add(step.within(plan.cluster())));
    }
    return new Plan(
        plans.stream().map(Plan::cluster).collect(Collectors.joining(", ")),
        plans.stream().flatMap(plan -> plan.machines().stream()).toList(),
        steps,
        plans.stream().flatMap(plan -> plan.notes().stream()).toList());
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
