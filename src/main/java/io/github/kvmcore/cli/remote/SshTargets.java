package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.run.GivenHostKey;
import io.github.kvmcore.cli.run.KnownHosts;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.MachineTag;
import io.github.kvmcore.model.SshTarget;
import io.github.kvmcore.plan.MachineStates;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How ssh reaches the machines of the run's cluster; for one thread. */
final class SshTargets {
  private final Session session;
  private final ClusterMachines machines;
  private @Nullable KnownHosts knownHosts;

  SshTargets(Session session, ClusterMachines machines) {
    this.session = session;
    this.machines = machines;
  }

  /** Empty where its address is not known. */
  Optional<SshTarget> of(MachineStates.Present machine) {
    Ipv4Address address = machines.status(machine).address();
    if (address == null) {
      return Optional.empty();
    }
    String name = machine.machine().name();
    MachineTag tag = machines.tag(machine);
    String alias = SshTarget.alias(name, tag.created());
    Optional<String> checked =
        new GivenHostKey(session, tag).read().flatMap(key -> known(name, alias, key));
    return Optional.of(
        new SshTarget(name, address, checked.orElseGet(this::any), alias, checked.isPresent()));
  }

  private Optional<String> known(String name, String alias, String key) {
    return knownHosts().with(name, alias + " " + key + "\n");
  }

  private String any() {
    return knownHosts().any();
  }

  /** Its folder is made for those only who have a machine to go to. */
  private KnownHosts knownHosts() {
    if (knownHosts == null) {
      knownHosts = KnownHosts.of(session);
    }
    return knownHosts;
  }
}
