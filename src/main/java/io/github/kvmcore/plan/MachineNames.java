package io.github.kvmcore.plan;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.HostState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Checks the machines' names that a command is given: only the cluster's own are taken. */
final class MachineNames {
  private final String cluster;
  private final HostState hostState;
  private final Set<String> present;

  /**
   * @param present the names of the cluster's machines
   */
  MachineNames(String cluster, HostState hostState, Set<String> present) {
    this.cluster = cluster;
    this.hostState = hostState;
    this.present = present;
  }

  /**
   * Returns where all can be taken.
   *
   * @param gone which of the names that nothing has need not be there
   * @throws KvmcoreException exit code SETTINGS, with all that can't
   */
  void require(List<String> names, Predicate<String> gone) {
    List<String> mistakes = new ArrayList<>();
    for (String name : names) {
      if (present.contains(name)) {
        continue;
      }
      if (hostState.domain(name).isPresent()) {
        mistakes.add(
            name
                + ": is a domain, but not a machine that kvmcore made for cluster "
                + cluster
                + ": left alone");
      } else if (!gone.test(name)) {
        mistakes.add(
            name
                + ": is no machine of cluster "
                + cluster
                + (present.isEmpty() ? "" : "; there are: " + String.join(" ", present)));
      }
    }
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
  }
}
