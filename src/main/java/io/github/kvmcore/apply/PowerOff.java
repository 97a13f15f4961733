package io.github.kvmcore.apply;

import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.engine.MachineWatch.Power;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.spec.NextCommand;
import java.time.Duration;

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

  private final HostFiles files;
  private final MachineWatch watch;
  private final Progress progress;
  private final String verb;
  private final NextCommand next;

  /**
   * @param verb the command that runs
   * @param next commands about its cluster
   */
  PowerOff(HostFiles files, MachineWatch watch, Progress progress, String verb, NextCommand next) {
    this.files = files;
    this.watch = watch;
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
        watch.pressPowerButton(machine);
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
    Power power = over ? watch.power(machine, end, FRESH) : watch.shuttingDown(machine, FRESH);
    if (power.isOff()) {
      return true;
    }
    String reason = power == Power.PAUSED ? watch.pausedFor(machine) : "";
    boolean stuck = !reason.isEmpty();
    if (wanted.force() && (stuck || over)) {
      powerOff(wanted, reason);
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

  private KvmcoreException paused(Machine machine, String reason) {
    return KvmcoreException.failed(
        "is "
            + reason
            + ", so its guest can't shut down\n  next: "
            + next.line("start", machine.name())
            + " to resume it; "
            + force(machine)
            + " to power it off");
  }

  /** The command that runs, by force: one that was to be restarted is not to stay off. */
  private String force(Machine machine) {
    return next.line(verb, "--force", machine.name());
  }

  private void powerOff(Action.AwaitOff wanted, String reason) throws InterruptedException {
    Machine machine = wanted.machine();
    String why = reason.isEmpty() ? "did not shut down within " + seconds(wanted) : "is " + reason;
    progress.note(machine.name() + " " + why + "; powered off");
    watch.powerOff(machine);
  }

  private static String seconds(Action.AwaitOff wanted) {
    return wanted.limit().toSeconds() + " s";
  }

  private KvmcoreException late(Action.AwaitOff wanted, int asked, Power power) {
    Machine machine = wanted.machine();
    String state = power == Power.UNKNOWN ? "its state is unknown" : "it still runs";
    return new KvmcoreException(
        ExitCode.TIMEOUT,
        "did not shut down within "
            + seconds(wanted)
            + " (asked "
            + (asked == 1 ? "once" : asked + " times")
            + "); "
            + state
            + ConsoleText.end(files, machine, "its console printed nothing")
            + "\n  next: "
            + force(machine)
            + " to power it off; "
            + next.line("console", machine.name())
            + " to see what it does");
  }
}
