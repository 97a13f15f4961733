package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.LibvirtDaemons;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the host what machines need: installs packages, starts libvirt and the network that the
 * settings name. Does nothing where nothing is missing.
 */
public final class Setup {
  /** How long libvirt may take from its start to its first answer. */
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private static final long LONGEST_PAUSE_MILLIS = 500;

  /** Packages, libvirt, network; and once more to see that nothing is left. */
  private static final int ROUNDS = 4;

  private final HostAccess access;
  private final SituationReader reader;
  private final Consumer<String> say;
  private final Pause pause;

  /** Waits for a while. */
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  /**
   * @param say is told what is done, a line at a time
   */
  public Setup(
      HostAccess access,
      Settings settings,
      Programs programs,
      HostFacts facts,
      Consumer<String> say) {
    this(access, settings, programs, facts, say, Thread::sleep);
  }

  Setup(
      HostAccess access,
      Settings settings,
      Programs programs,
      HostFacts facts,
      Consumer<String> say,
      Pause pause) {
    this.access = access;
    this.reader = new SituationReader(access, settings, programs, facts);
    this.say = say;
    this.pause = pause;
  }

  /**
   * Fixes what can be fixed. {@link HostFacts} read before are out of date afterwards.
   *
   * @throws KvmcoreException of the host: where a command fails, where the running user is not
   *     root, or where what was done did not help
   */
  public void run() {
    List<SetupStep> last = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      SetupSituation situation = reader.read();
      List<SetupStep> steps = SetupPlan.of(situation);
      if (steps.isEmpty()) {
        return;
      }
      requireRoot(steps);
      if (steps.equals(last)) {
        throw KvmcoreException.host(
            "setup: \""
                + last.get(last.size() - 1).title()
                + "\" succeeded, but did not help\n"
                + "  next: kvmcore doctor");
      }
      runSteps(situation, steps);
      last = steps;
    }
  }

  private void requireRoot(List<SetupStep> steps) {
    if (!reader.root()) {
      List<Command> commands = steps.stream().flatMap(step -> step.commands().stream()).toList();
      throw KvmcoreException.host(
          "setup changes the host and needs root\n  command: "
              + LibvirtDaemons.sudo(commands)
              + "\n  next: the same kvmcore command with sudo, or the command above");
    }
  }

  private void runSteps(SetupSituation situation, List<SetupStep> steps) {
    for (SetupStep step : steps) {
      CommandResult failed = run(step);
      if (failed != null
          && situation.packageLists()
          && !situation.missing().isEmpty()
          && situation.family() == PackageFamily.APT) {
        // The lists may be of packages that the mirror no longer has.
        say.accept("setup: that failed; trying again with new package lists");
        runSteps(situation.withoutPackageLists(), SetupPlan.of(situation.withoutPackageLists()));
      } else if (failed != null) {
        throw failure(step, failed);
      }
    }
    if (situation.missing().isEmpty() && !situation.reachable()) {
      awaitLibvirt();
    }
  }

  /** Runs a step's commands; gives the one that failed, or null. */
  private @Nullable CommandResult run(SetupStep step) {
    say.accept("setup: " + step.title());
    for (Command command : step.commands()) {
      CommandResult result = access.commands().run(command);
      if (!result.ok()) {
        return result;
      }
    }
    return null;
  }

  private static KvmcoreException failure(SetupStep step, CommandResult failed) {
    return KvmcoreException.host(
        "setup: can't "
            + step.title()
            + "\n"
            + failed.explain()
            + "\n  next: fix that, then run the same kvmcore command again");
  }

  /** Asks at once, then after pauses that double. */
  private void awaitLibvirt() {
    long waited = 0;
    long next = 10;
    CommandResult answer = reader.reachable();
    while (!answer.ok()) {
      waited += answer.time().toMillis() + next;
      if (waited > START_LIMIT.toMillis()) {
        throw KvmcoreException.host(
            "setup: libvirt was started, but does not answer after "
                + START_LIMIT.toSeconds()
                + " s\n"
                + answer.explain()
                + "\n  next: look at its log: journalctl -u libvirtd -u virtqemud, or"
                + " /var/log/libvirt");
      }
      pause(next);
      next = Math.min(next * 2, LONGEST_PAUSE_MILLIS);
      answer = reader.reachable();
    }
  }

  private void pause(long millis) {
    try {
      pause.millis(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KvmcoreException.host("setup: interrupted while waiting for libvirt");
    }
  }
}
