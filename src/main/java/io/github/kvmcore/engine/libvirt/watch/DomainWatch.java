package io.github.kvmcore.engine.libvirt.watch;

import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Follows libvirt's domains. */
public final class DomainWatch implements MachineWatch {
  private static final Duration BUTTON_LIMIT = Duration.ofSeconds(10);

  /** Commands at once: each is mostly waiting. */
  private static final int AT_ONCE = 8;

  /** libvirt's words for a pause that ends by itself. */
  private static final List<String> PASSING = List.of("shutting down", "starting up");

  private final HostAccess access;
  private final Virsh virsh;
  private final AddressFinder addresses;
  private final StateWatcher states;
  private final Semaphore commands = new Semaphore(AT_ONCE);

  /**
   * @param machines all that will be asked for
   */
  public DomainWatch(HostAccess access, Virsh virsh, List<Machine> machines) {
    this.access = access;
    this.virsh = virsh;
    this.addresses = new AddressFinder(access, virsh, machines);
    this.states = new StateWatcher(access, virsh);
  }

  @Override
  public Optional<Ipv4Address> address(Machine machine) {
    return addresses.seen(machine);
  }

  @Override
  public Power power(Machine machine, long since, Duration age) {
    return states.seenSince(machine, since, age);
  }

  @Override
  public Power shuttingDown(Machine machine, Duration age) {
    return states.shuttingDown(machine, age);
  }

  @Override
  public void pressPowerButton(Machine machine) throws InterruptedException {
    run(virsh.shutdown(machine.uuid()).withLimit(BUTTON_LIMIT));
  }

  @Override
  public String pausedFor(Machine machine) throws InterruptedException {
    String said = run(virsh.stateWithReason(machine.uuid())).out().strip();
    boolean stays = said.startsWith("paused") && PASSING.stream().noneMatch(said::contains);
    return stays ? said : "";
  }

  /** First by a signal on which QEMU still writes what it holds, then in any case. */
  @Override
  public void powerOff(Machine machine) throws InterruptedException {
    if (isOffAfter(run(virsh.destroyGracefully(machine.uuid())))) {
      return;
    }
    CommandResult result = run(virsh.destroy(machine.uuid()));
    if (!isOffAfter(result)) {
      throw KvmcoreException.failed("virsh failed\n" + result.explain());
    }
  }

  private static boolean isOffAfter(CommandResult result) {
    return result.ok()
        || (!Virsh.lostConnection(result)
            && Stream.of(Virsh.NOT_RUNNING, Virsh.NO_DOMAIN).anyMatch(result.err()::contains));
  }

  private CommandResult run(Command command) throws InterruptedException {
    commands.acquire();
    try {
      CommandResult result = access.commands().run(command);
      if (result.exitStatus() == CommandResult.INTERRUPTED) {
        throw new InterruptedException(command.program());
      }
      return result;
    } finally {
      commands.release();
    }
  }
}
