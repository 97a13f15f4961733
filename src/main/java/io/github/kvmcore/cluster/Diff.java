package io.github.kvmcore.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference between the cluster that is wanted and the one that exists.
 *
 * @param changes those of wanted machines first, in their order, then those of other machines
 */
public record Diff(List<Change> changes) {
  private static final String NONE = "none";

  public Diff {
    changes = List.copyOf(changes);
  }

  /** Compares them. */
  public static Diff of(List<WantedMachine> wanted, ClusterState cluster) {
    Map<String, MachineState> present = new LinkedHashMap<>();
    cluster.machines().forEach(machine -> present.put(machine.name(), machine));
    List<Change> changes = new ArrayList<>();
    for (WantedMachine machine : wanted) {
      MachineState state = present.remove(machine.name());
      if (state == null) {
        changes.add(new Change.Create(machine.name()));
      } else if (!state.complete()) {
        changes.add(new Change.Finish(machine.name()));
      } else {
        compare(machine, state, changes);
      }
    }
    present.keySet().forEach(name -> changes.add(new Change.Delete(name)));
    return new Diff(changes);
  }

  private static void compare(WantedMachine machine, MachineState state, List<Change> changes) {
    machine
        .properties()
        .forEach(
            (property, wanted) -> {
              String is = state.properties().get(property);
              if (is != null && !is.equals(wanted)) {
                changes.add(new Change.Modify(state.name(), property, text(is), text(wanted)));
              }
            });
    if (!state.isRunning()) {
      changes.add(new Change.Start(state.name(), state.state()));
    }
  }

  private static String text(String value) {
    return value.isEmpty() ? NONE : value;
  }

  /** The changes of one kind. */
  public <T extends Change> List<T> of(Class<T> kind) {
    return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
