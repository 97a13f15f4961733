package io.github.kvmcore.engine.libvirt.watch;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.model.network.Neighbour;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.libvirt.VirshBatch;
import io.github.kvmcore.tool.libvirt.VirshTables;
import io.github.kvmcore.tool.network.ArpTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds addresses that machines have got: by the leases of libvirt's DHCP servers, by the guest's
 * agent, or by the kernel's neighbours on the machine's own bridge. One process asks for all
 * machines at once, and its answer serves everybody who asks within the next moment.
 */
final class AddressFinder {
  /** Not libvirt's "arp", which knows a MAC address on whatever network it was seen last. */
  private static final List<String> SOURCES = List.of("lease", "agent");

  /** Machines that one process asks for: its argument must stay well below Linux's 128 KiB. */
  private static final int AT_ONCE = 100;

  private static final long FRESH_NANOS = 400_000_000;

  /** How long is waited for one of several addresses that a machine may have. */
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(100);

  private final HostAccess access;
  private final Virsh virsh;
  private final List<Machine> machines;
  private final Map<String, Ipv4Address> found = new HashMap<>();

  /** These come and go: another neighbour may be right at the next look. */
  private final Map<String, Ipv4Address> neighbours = new HashMap<>();

  private long lookedAt;
  private boolean looked;

  /**
   * @param machines all that will be asked for
   */
  AddressFinder(HostAccess access, Virsh virsh, List<Machine> machines) {
    this.access = access;
    this.virsh = virsh;
    this.machines = List.copyOf(machines);
  }

  /** The address that the machine was seen to have. */
  synchronized Optional<Ipv4Address> seen(Machine machine) {
    if (!looked || System.nanoTime() - lookedAt > FRESH_NANOS) {
      look();
      looked = true;
      lookedAt = System.nanoTime();
    }
    return Optional.ofNullable(found.get(machine.mac()))
        .or(() -> Optional.ofNullable(neighbours.get(machine.mac())));
  }

  private void look() {
    if (machines.isEmpty()) {
      return;
    }
    List<Machine> unknown = unknown();
    for (int from = 0; from < unknown.size(); from += AT_ONCE) {
      ask(unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE)));
    }
    neighbours.clear();
    if (!unknown().isEmpty()) {
      Path file = ArpTable.file(machines.get(0).console().getFileSystem());
      access.files().read(file).map(ArpTable::read).ifPresent(this::lookAmong);
    }
  }

  private List<Machine> unknown() {
    return machines.stream().filter(machine -> !found.containsKey(machine.mac())).toList();
  }

  private void lookAmong(List<Neighbour> all) {
    for (Machine machine : unknown()) {
      List<Ipv4Address> its =
          all.stream()
              .filter(it -> it.mac().equals(machine.mac()))
              .filter(it -> machine.device().isEmpty() || machine.device().equals(it.device()))
              .map(Neighbour::address)
              .toList();
      oneOf(its).ifPresent(address -> neighbours.put(machine.mac(), address));
    }
  }

  /** An entry stays for hours, also of a machine that was there before: who has it, answers. */
  private Optional<Ipv4Address> oneOf(List<Ipv4Address> addresses) {
    return addresses.size() < 2
        ? addresses.stream().findFirst()
        : access
            .ports()
            .answering(
                addresses.stream().map(Ipv4Address::toString).toList(), Ports.SSH, ANSWER_LIMIT)
            .stream()
            .flatMap(address -> Ipv4Address.parse(address).stream())
            .findFirst();
  }

  private void ask(List<Machine> some) {
    List<List<String>> commands = new ArrayList<>();
    for (Machine machine : some) {
      SOURCES.forEach(source -> commands.add(virsh.addresses(machine.uuid(), source)));
    }
    CommandResult result = access.commands().run(virsh.batch(commands));
    if (!result.ok()) {
      return;
    }
    try {
      VirshBatch.blocks(result.out(), commands.size()).stream()
          .flatMap(block -> VirshTables.addresses(block).stream())
          .forEach(this::remember);
    } catch (IllegalArgumentException e) {
      // It said something else: the next look may find more.
    }
  }

  /** Sources come best first: what a lease said is not overruled by the agent. */
  private void remember(Lease lease) {
    found.putIfAbsent(lease.mac(), lease.address());
  }
}
