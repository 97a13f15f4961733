package io.github.kvmcore.cli;

import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.SshTarget;
import io.github.kvmcore.plan.MachineStates;
import java.util.Optional;

/** How ssh reaches the machines of the run's cluster. */
final class SshTargets {
  private final ClusterMachines machines;
  private final String knownHosts;

  SshTargets(Session session, ClusterMachines machines) {
    this.machines = machines;
    this.knownHosts = new KnownHosts(session).file();
  }

  /** Empty where its address is not known. */
  Optional<SshTarget> of(MachineStates.Present machine) {
    Ipv4Address address = machines.status(machine).address();
    String name = machine.machine().name();
    String alias = SshTarget.alias(name, machines.tag(machine).created());
    return Optional.ofNullable(address).map(known -> new SshTarget(name, known, knownHosts, alias));
  }
}
