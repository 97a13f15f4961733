package io.github.kvmcore.cli.machines;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Refuses a name after {@code --cluster} that no cluster of the host has. A cluster that settings
 * name may be one that is still to be made.
 */
final class UnknownCluster {
  private static final int NAMED = 8;

  private UnknownCluster() {}

  /**
   * Refuses it.
   *
   * @throws KvmcoreException exit code SETTINGS, with the nearest names
   */
  static void refuse(Session session, Observation observation) {
    String name = session.options().cluster();
    Set<String> clusters = observation.clusters();
    // Claims that are not believed may be the cluster's: their reasons are reported instead.
    boolean doubtful = !observation.doubts().isEmpty();
    if (name == null || clusters.contains(name) || doubtful) {
      return;
    }
    Comparator<String> nearest = Comparator.comparing(it -> EditDistance.between(name, it));
    List<String> some = clusters.stream().sorted(nearest).limit(NAMED).toList();
    String others =
        some.isEmpty()
            ? "this host has none"
            : (some.size() < clusters.size() ? "the nearest are " : "this host has ")
                + String.join(" ", some);
    throw KvmcoreException.settings(List.of("no cluster \"" + name + "\": " + others));
  }
}
