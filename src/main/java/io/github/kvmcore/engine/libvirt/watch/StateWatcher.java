package io.github.kvmcore.engine.libvirt.watch;

import io.github.kvmcore.engine.MachineWatch.Power;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.libvirt.VirshBatch;
import io.github.kvmcore.tool.libvirt.VirshTables;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Looks whether domains run. One process tells of all domains at once, and what it said serves
 * everybody who asks within the next moment.
 */
final class StateWatcher {
  /** At most this part of the time is spent with looking, however slow the host is. */
  private static final int IDLE_FACTOR = 5;

  private static final List<List<String>> QUESTIONS =
      List.of(
          List.of("list", "--uuid", "--all"),
          List.of("list", "--uuid", "--all", "--state-paused"),
          List.of("list", "--uuid", "--all", "--state-shutoff"));

  private static final Power[] MEANINGS = {Power.ON, Power.PAUSED, Power.OFF};

  private final HostAccess access;
  private final Virsh virsh;
  private Map<UUID, Power> seen = Map.of();
  private boolean answered;
  private boolean looked;
  private long begun;
  private long ended;

  StateWatcher(HostAccess access, Virsh virsh) {
    this.access = access;
    this.virsh = virsh;
  }

  /**
   * The state of a machine that is being shut down: once it was seen to be off, it is not looked
   * after again.
   *
   * @param age how old what was seen may be
   */
  synchronized Power shuttingDown(Machine machine, Duration age) {
    if (!power(machine).isOff() && isOlder(age)) {
      look();
    }
    return power(machine);
  }

  /**
   * The state of a machine, seen after some moment.
   *
   * @param since a time of the system's nano clock: what was seen before does not count
   */
  synchronized Power seenSince(Machine machine, long since, Duration age) {
    if (begun - since < 0 || isOlder(age)) {
      look();
    }
    return power(machine);
  }

  private boolean isOlder(Duration age) {
    long least = Math.max(age.toNanos(), IDLE_FACTOR * (ended - begun));
    return !looked || System.nanoTime() - ended > least;
  }

  private Power power(Machine machine) {
    return answered ? seen.getOrDefault(machine.uuid(), Power.GONE) : Power.UNKNOWN;
  }

  /** What an answer that broke off does not name is not gone: such an answer counts for nothing. */
  private void look() {
    begun = System.nanoTime();
    CommandResult result = access.commands().run(virsh.batch(QUESTIONS));
    answered = false;
    if (result.ok() && result.err().isBlank()) {
      try {
        seen = states(result.out());
        answered = true;
      } catch (IllegalArgumentException e) {
        // No answer: the next look may get one.
      }
    }
    looked = true;
    ended = System.nanoTime();
  }

  private static Map<UUID, Power> states(String out) {
    List<String> blocks = VirshBatch.blocks(out, QUESTIONS.size());
    Map<UUID, Power> now = new HashMap<>();
    for (int i = 0; i < MEANINGS.length; i++) {
      for (UUID uuid : VirshTables.uuids(blocks.get(i))) {
        now.put(uuid, MEANINGS[i]);
      }
    }
    return now;
  }
}
