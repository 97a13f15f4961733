package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.run.KnownHosts;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.MachineKeys;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.remote.SshTarget;
import java.nio.file.Path;
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
  Optional<SshTarget> of(MachineState machine) {
    Ipv4Address address = machines.status(machine).address();
    if (address == null) {
      return Optional.empty();
    }
    String name = machine.name();
    MachineKeys keys = session.engine().keys(machine);
    Path login = keys.loginKey().orElse(null);
    Optional<String> known = keys.hostKey().flatMap(key -> knownHosts().with(name, key));
    return Optional.of(
        known.isPresent()
            ? new SshTarget(name, address, known.get(), name, true, login)
            : new SshTarget(
                name,
                address,
                any(),
                SshTarget.alias(name, machine.tag().created()),
                false,
                login));
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
