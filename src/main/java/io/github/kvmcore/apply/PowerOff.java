package io.github.kvmcore.apply;

import io.github.kvmcore.apply.StateWatcher.Power;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Waits until machines that were asked to shut down are off. A guest that still boots does not hear
 * the power button, so it is pressed again, less and less often.
 */
final class PowerOff {
  /** Between two looks at what was seen; one process looks for all machines. */
  private static final long POLL_MILLIS = 100;

  private static final Duration FRESH = Duration.ofMillis(150);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Commands at once: each is mostly waiting. */
  private static final int AT_ONCE = 8;

  /** libvirt's words for a pause that ends by itself. */
  private static final List<String> PASSING = List.of("shutting down", "starting up");

  private final HostAccess access;
  private final Virsh virsh;
  private final StateWatcher states;
  private final Progress progress;
  private final String verb;
  private final NextCommand next;
  private final Semaphore commands = new Semaphore(AT_ONCE);

  /**
   * @param verb the command that runs
   * @param next commands about its cluster
   */
  PowerOff(
      HostAccess access,
      Virsh virsh,
      StateWatcher states,
      Progress progress,
      String verb,
      NextCommand next) {
    this.access = access;
    this.virsh = virsh;
    this.states = states;
    this.progress = progress;
    this.verb = verb;
    this.next = next;
  }

  /**
   * Returns when the machine is off.
   *
   * @throws KvmcoreException exit code TIMEOUT, where it still runs after the limit and is not to
   *     be forced; STEP_FAILED, where it is paused
   */
  void await(Action.AwaitOff wanted) throws InterruptedException {
    Machine machine = wanted.machine();
    long end = System.nanoTime() + wanted.limit().toNanos();
    Duration pause = FIRST_PAUSE;
    long again = System.nanoTime() + pause.toNanos();
    int asked = 1;
    while (!isEnded(wanted, end, asked)) {
      if (System.nanoTime() > again) {
        run(virsh.shutdown(machine.uuid()).withLimit(LONGEST_PAUSE));
        asked++;
        pause = longer(pause);
        again = System.nanoTime() + pause.toNanos();
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Whether it is off, by itself or by force. What decides in the end is seen after the limit. */
  private boolean isEnded(Action.AwaitOff wanted, long end, int asked) throws InterruptedException {
    Machine machine = wanted.machine();
    boolean over = System.nanoTime() - end > 0;
    Power power =
        over ? states.seenSince(machine, end, FRESH) : states.shuttingDown(machine, FRESH);
    if (StateWatcher.isOff(power)) {
      return true;
    }
    String reason = power == Power.PAUSED ? pausedFor(machine) : "";
    boolean stuck = !reason.isEmpty();
    if (wanted.force() && (stuck || over)) {
      pullPlug(wanted, reason);
      return true;
    }
    if (stuck) {
      throw paused(machine, reason);
    }
    if (over) {
      throw late(wanted, asked, power);
    }
    return false;
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
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

  /** Why a machine is paused; empty where it is not so any more, or goes on by itself. */
  private String pausedFor(Machine machine) throws InterruptedException {
    String said = run(virsh.stateWithReason(machine.uuid())).out().strip();
    boolean stays = said.startsWith("paused") && PASSING.stream().noneMatch(said::contains);
    return stays ? said : "";
  }

  private KvmcoreException paused(Machine machine, String reason) {
    return KvmcoreException.failed(
        "is "
            + reason
            + ", and a guest that is paused can't shut down\n  next: "
            + next.line("start", machine.name())
            + " lets it go on; "
            + force(machine)
            + " pulls its plug");
  }

  /** The command that runs, by force: one that was to be restarted is not to stay off. */
  private String force(Machine machine) {
    return next.line(verb, "--force", machine.name());
  }

  /** First by a signal on which QEMU still writes what it holds, then in any case. */
  private void pullPlug(Action.AwaitOff wanted, String reason) throws InterruptedException {
    Machine machine = wanted.machine();
    String why = reason.isEmpty() ? "did not shut down within " + seconds(wanted) : "is " + reason;
    progress.note(machine.name() + ": " + why + ": its plug is pulled");
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
        || Stream.of(Virsh.NOT_RUNNING, Virsh.NO_DOMAIN).anyMatch(result.err()::contains);
  }

  private static String seconds(Action.AwaitOff wanted) {
    return wanted.limit().toSeconds() + " s";
  }

  private KvmcoreException late(Action.AwaitOff wanted, int asked, Power power) {
    Machine machine = wanted.machine();
    String state =
        power == Power.UNKNOWN ? "libvirt does not say whether it runs" : "it still runs";
    return new KvmcoreException(
        ExitCode.TIMEOUT,
        "did not shut down within "
            + seconds(wanted)
            + ", though asked "
            + (asked == 1 ? "once" : asked + " times")
            + "; "
            + state
            + ConsoleText.end(access.files(), machine, "its console said nothing")
            + "\n  next: "
            + force(machine)
            + " pulls its plug; "
            + next.line("console", machine.name())
            + " shows what it does");
  }
}
