package io.github.kvmcore.engine.libvirt.machine;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.EditDistance;
import java.util.Comparator;
import java.util.List;

/**
 * Takes the words that a command is given for machines: only the cluster's own are taken. A bare
 * number stands for the machine {@code <cluster>-<number>}.
 */
public final class MachineNames {
  /** Of a cluster with more machines, a message names only the nearest. */
  private static final int NAMED = 8;

  private static final int NEAREST = 3;

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
    List<String> mistakes =
        words.stream().filter(word -> !present.contains(name(word))).map(this::mistake).toList();
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
    return words.stream().map(this::name).toList();
  }

  /** The same without those that are not there; a domain that is not kvmcore's is a mistake. */
  public List<String> chooseExisting(List<String> words) {
    return choose(
        words.stream()
            .filter(word -> present.contains(name(word)) || isForeign(name(word)))
            .toList());
  }

  private String name(String word) {
    return word.matches("[0-9]+") && !present.contains(word) ? cluster + "-" + word : word;
  }

  private boolean isForeign(String name) {
    return !present.contains(name) && hostState.domain(name).isPresent();
  }

  private String mistake(String word) {
    String name = name(word);
    if (isForeign(name)) {
      return name + " is a domain, but not a machine that kvmcore made for cluster " + cluster;
    }
    String unknown = "no machine \"" + word + "\"";
    if (present.isEmpty()) {
      return unknown + ": cluster " + cluster + " is empty";
    }
    unknown += " in cluster " + cluster;
    if (present.size() <= NAMED) {
      return unknown + "; it has " + String.join(" ", present);
    }
    Comparator<String> nearest = Comparator.comparing(it -> EditDistance.between(name, it));
    return unknown
        + (": the nearest of its " + present.size() + " machines are ")
        + String.join(" ", present.stream().sorted(nearest).limit(NEAREST).toList());
  }
}
