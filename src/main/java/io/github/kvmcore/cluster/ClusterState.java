package io.github.kvmcore.cluster;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.EditDistance;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The machines that a cluster has.
 *
 * @param machines in the cluster's order: by number, then by name
 * @param others names of other machines in the same place, which are not this cluster's
 */
public record ClusterState(String name, List<MachineState> machines, Set<String> others) {
  /** In a larger cluster, a message names only the nearest machines. */
  private static final int NAMED = 8;

  private static final int NEAREST = 3;

  public ClusterState {
    machines = List.copyOf(machines);
    others = Set.copyOf(others);
  }

  /** The machines' names, in order. */
  public List<String> names() {
    return machines.stream().map(MachineState::name).toList();
  }

  /**
   * The machines that a command is given, in the cluster's order.
   *
   * @param words names or numbers, where {@code 2} stands for {@code <cluster>-2}; empty: all
   * @throws KvmcoreException exit code SETTINGS, with every word that is no machine of the cluster
   */
  public List<MachineState> choose(List<String> words) {
    Set<String> present = new LinkedHashSet<>(names());
    List<String> mistakes =
        words.stream()
            .filter(word -> !present.contains(full(word, present)))
            .map(word -> mistake(word, present))
            .toList();
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
    return words.isEmpty() ? machines : chosen(words, present);
  }

  /** The same, but leaves out words that name nothing at all; empty: none of the machines. */
  public List<MachineState> chooseExisting(List<String> words) {
    Set<String> present = new LinkedHashSet<>(names());
    List<String> existing =
        words.stream()
            .filter(word -> present.contains(full(word, present)) || isOther(word, present))
            .toList();
    return existing.isEmpty() ? List.of() : choose(existing);
  }

  /**
   * The machine of this name or number.
   *
   * @throws KvmcoreException as {@link #choose}
   */
  public MachineState one(String word) {
    return choose(List.of(word)).get(0);
  }

  private List<MachineState> chosen(List<String> words, Set<String> present) {
    Set<String> names = new LinkedHashSet<>();
    words.forEach(word -> names.add(full(word, present)));
    return machines.stream().filter(machine -> names.contains(machine.name())).toList();
  }

  private String full(String word, Set<String> present) {
    return word.matches("[0-9]+") && !present.contains(word) ? name + "-" + word : word;
  }

  private boolean isOther(String word, Set<String> present) {
    String full = full(word, present);
    return !present.contains(full) && others.contains(full);
  }

  private String mistake(String word, Set<String> present) {
    String full = full(word, present);
    if (isOther(word, present)) {
      return full + " exists, but is not a machine of cluster " + name;
    }
    String unknown = "no machine \"" + word + "\"";
    if (present.isEmpty()) {
      return unknown + ": cluster " + name + " is empty";
    }
    unknown += " in cluster " + name;
    if (present.size() <= NAMED) {
      return unknown + "; it has " + String.join(" ", present);
    }
    Comparator<String> nearest = Comparator.comparing(it -> EditDistance.between(full, it));
    return unknown
        + (": the nearest of its " + present.size() + " machines are ")
        + String.join(" ", present.stream().sorted(nearest).limit(NEAREST).toList());
  }
}
