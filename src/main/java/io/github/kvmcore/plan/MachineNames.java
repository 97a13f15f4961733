package io.github.kvmcore.plan;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostState;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes the words that a command is given for machines: only the cluster's own are taken. A bare
 * number stands for the machine {@code <cluster>-<number>}.
 */
public final class MachineNames {
  /** Of a cluster with hundreds of machines, not all are named. */
  private static final int NAMED = 20;

  private final String cluster;
  private final HostState hostState;
  private final List<String> present;

  public MachineNames(String cluster, HostState hostState) {
    this.cluster = cluster;
    this.hostState = hostState;
    this.present =
        MachineStates.of(hostState, cluster).stream().map(it -> it.machine().name()).toList();
  }

  /**
   * The machines' names, in the order of the words.
   *
   * @throws KvmcoreException exit code SETTINGS, with every word that is no machine's
   */
  public List<String> choose(List<String> words) {
    return choose(words, name -> false);
  }

  /**
   * The same; some of the names need not be there.
   *
   * @param gone which of the names that nothing has may be named all the same
   */
  List<String> choose(List<String> words, Predicate<String> gone) {
    List<String> mistakes =
        words.stream().filter(word -> !isTaken(name(word), gone)).map(this::mistake).toList();
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
    return words.stream().map(this::name).toList();
  }

  private String name(String word) {
    return word.matches("[0-9]+") && !present.contains(word) ? cluster + "-" + word : word;
  }

  private boolean isTaken(String name, Predicate<String> gone) {
    return present.contains(name) || (!isForeign(name) && gone.test(name));
  }

  private boolean isForeign(String name) {
    return !present.contains(name) && hostState.domain(name).isPresent();
  }

  private String mistake(String word) {
    String name = name(word);
    if (isForeign(name)) {
      return name + " is a domain, but not a machine that kvmcore made for cluster " + cluster;
    }
    String named = word + " is no machine of cluster " + cluster;
    if (present.isEmpty()) {
      return named + ", which has none";
    }
    List<String> some = present.subList(0, Math.min(NAMED, present.size()));
    int more = present.size() - some.size();
    return named
        + "; it has "
        + String.join(" ", some)
        + (more > 0 ? " and " + more + " more" : "");
  }
}
