package io.github.kvmcore.apply;

import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.Lease;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.tool.ArpTable;
import io.github.kvmcore.tool.Virsh;
import io.github.kvmcore.tool.VirshBatch;
import io.github.kvmcore.tool.VirshTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds addresses that machines have got: by the leases of libvirt's DHCP servers, by the guest's
 * agent, or by the host's ARP table. One process asks for all machines at once, and its answer
 * serves everybody who asks within the next moment.
 */
public final class AddressFinder {
  private static final List<String> SOURCES = List.of("lease", "agent", "arp");

  /** Machines that one process asks for: its argument must stay well below Linux's 128 KiB. */
  private static final int AT_ONCE = 100;

  private static final long FRESH_NANOS = 400_000_000;

  private final Outside outside;
  private final Virsh virsh;
  private final List<Machine> machines;
  private final Map<String, Ipv4Address> found = new HashMap<>();
  private long lookedAt;
  private boolean looked;

  /**
   * @param machines all that will be asked for
   */
  public AddressFinder(Outside outside, Virsh virsh, List<Machine> machines) {
    this.outside = outside;
    this.virsh = virsh;
    this.machines = List.copyOf(machines);
  }

  /** The address that a network keeps for the machine, whether the machine has it yet or not. */
  public Optional<Ipv4Address> kept(Machine machine) {
    return Optional.ofNullable(machine.address());
  }

  /** For the connection whose machines these are. */
  Virsh virsh() {
    return virsh;
  }

  /** The address that the machine was seen to have. */
  public synchronized Optional<Ipv4Address> seen(Machine machine) {
    if (!looked || System.nanoTime() - lookedAt > FRESH_NANOS) {
      look();
      looked = true;
      lookedAt = System.nanoTime();
    }
    return Optional.ofNullable(found.get(machine.mac()));
  }

  /**
   * Asks the kernel too, as libvirt before 10.1 can't read the ARP table of Linux 6.9 and newer:
   * "wrong nlmsg len".
   */
  private void look() {
    if (machines.isEmpty()) {
      return;
    }
    List<Machine> unknown =
        machines.stream().filter(machine -> !found.containsKey(machine.mac())).toList();
    for (int from = 0; from < unknown.size(); from += AT_ONCE) {
      ask(unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE)));
    }
    if (machines.stream().anyMatch(machine -> !found.containsKey(machine.mac()))) {
      outside
          .files()
          .read(ArpTable.file())
          .ifPresent(text -> ArpTable.read(text).forEach(this::remember));
    }
  }

  private void ask(List<Machine> some) {
    List<List<String>> commands = new ArrayList<>();
    for (Machine machine : some) {
      SOURCES.forEach(source -> commands.add(virsh.addresses(machine.uuid(), source)));
    }
    CommandResult result = outside.commands().run(virsh.batch(commands));
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

  /** Sources come best first: what a lease said is not overruled by an older ARP entry. */
  private void remember(Lease lease) {
    found.putIfAbsent(lease.mac(), lease.address());
  }
}
