package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.machines.ClusterMachines;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.SshTarget;
import io.github.kvmcore.plan.MachineStates;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How ssh reaches the machines of the run's cluster; for one thread. */
final class SshTargets {
  private final Session session;
  private final ClusterMachines machines;
  private @Nullable String knownHosts;

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
    String alias = SshTarget.alias(name, machines.tag(machine).created());
    return Optional.of(new SshTarget(name, address, knownHosts(), alias));
  }

  /** Its folder is made for those only who have a machine to go to. */
  private String knownHosts() {
    if (knownHosts == null) {
      knownHosts = new KnownHosts(session).file();
    }
    return knownHosts;
  }
}
