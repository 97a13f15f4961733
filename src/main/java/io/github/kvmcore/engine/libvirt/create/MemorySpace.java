package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostMemory;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.spec.Settings;
import java.util.List;
import java.util.Optional;

/**
 * Whether the host has memory for the machines that a plan starts, beside all guests that run.
 * Memory of huge pages is set aside by the host and not counted here.
 */
final class MemorySpace {
  private MemorySpace() {}

  /**
   * Looks at it.
   *
   * @param started the machines that the plan starts
   * @return a note if the host may swap; empty if there is room
   * @throws KvmcoreException of the host if even its swap is not enough, unless the settings allow
   *     it
   */
  static Optional<String> note(
      Settings settings, HostState hostState, HostFacts facts, List<Machine> started) {
    HostMemory host = facts.memory();
    long wanted = started.stream().mapToLong(Machine::memoryKiB).sum();
    if (host.totalKiB() == 0 || wanted == 0 || settings.hardware().hugePageKiB() != null) {
      return Optional.empty();
    }
    long running =
        hostState.domains().stream()
            .filter(domain -> domain.state() == DomainState.RUNNING)
            .mapToLong(Domain::memoryKiB)
            .sum();
    long most = host.totalKiB() + host.swapKiB();
    String numbers =
        (started.size() == 1 ? "1 machine needs " : started.size() + " machines need ")
            + ByteSize.ofKiB(wanted)
            + ", running guests have "
            + ByteSize.ofKiB(running)
            + ", the host has "
            + ByteSize.ofKiB(host.totalKiB());
    if (running + wanted > most && !settings.hardware().memoryOvercommit()) {
      throw KvmcoreException.host(
          "not enough memory: "
              + numbers
              + " and "
              + ByteSize.ofKiB(host.swapKiB())
              + " of swap\n  next: use less --memory, or start them all the same with --overcommit");
    }
    return running + wanted > host.totalKiB() || wanted > host.availableKiB()
        ? Optional.of(
            numbers
                + " ("
                + ByteSize.ofKiB(host.availableKiB())
                + " available): it may swap, or kill guests")
        : Optional.empty();
  }
}
