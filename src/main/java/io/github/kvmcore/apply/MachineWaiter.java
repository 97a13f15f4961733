package io.github.kvmcore.apply;

import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.Stage;
import io.github.kvmcore.model.WaitLevel;
import io.github.kvmcore.plan.Action;
import java.time.Duration;
import java.util.Optional;

/** Waits for machines, and tells how far a late one got. */
public final class MachineWaiter {
  private static final int SSH_PORT = 22;

  /** How long a port is listened to for a banner; a booting machine refuses at once. */
  private static final Duration ASK_LIMIT = Duration.ofSeconds(2);

  /** Between two looks: short beside a boot, long beside what a look costs. */
  private static final long POLL_MILLIS = 150;

  private static final int CONSOLE_BYTES = 2048;

  private final Outside outside;
  private final AddressFinder addresses;
  private final Progress progress;

  public MachineWaiter(Outside outside, AddressFinder addresses, Progress progress) {
    this.outside = outside;
    this.addresses = addresses;
    this.progress = progress;
  }

  /**
   * Returns when the machine is as far as asked for.
   *
   * @throws KvmcoreException exit code TIMEOUT, where it is late
   */
  void await(Action.Await wanted) throws InterruptedException {
    Machine machine = wanted.machine();
    WaitLevel level = wanted.level();
    long end = System.nanoTime() + wanted.limit().toNanos();
    Stage stage = level == WaitLevel.RUNNING ? Stage.RUNNING : look(machine, level, Stage.RUNNING);
    progress.reached(machine.name(), stage);
    while (!isEnough(stage, level)) {
      if (System.nanoTime() > end) {
        throw late(wanted, stage);
      }
      Thread.sleep(POLL_MILLIS);
      Stage now = look(machine, level, stage);
      if (now != stage) {
        stage = now;
        progress.reached(machine.name(), stage);
      }
    }
  }

  private static boolean isEnough(Stage stage, WaitLevel level) {
    return switch (level) {
      case NONE, RUNNING -> true;
      case ADDRESS -> stage.compareTo(Stage.LEASE) >= 0;
      case SSH -> stage == Stage.SSH;
    };
  }

  /** Looks no further than is needed: the port tells all where the address is known. */
  private Stage look(Machine machine, WaitLevel level, Stage before) {
    Stage stage = hasConsoleOutput(machine) ? Stage.CONSOLE : Stage.RUNNING;
    Optional<Ipv4Address> address = addresses.kept(machine);
    if (level == WaitLevel.ADDRESS || address.isEmpty()) {
      address = addresses.seen(machine);
      stage = address.isPresent() ? Stage.LEASE : stage;
    }
    if (level == WaitLevel.SSH && address.isPresent()) {
      Ports.Answer answer = outside.ports().ask(address.get().toString(), SSH_PORT, ASK_LIMIT);
      stage =
          switch (answer) {
            case SSH -> Stage.SSH;
            case OPEN -> Stage.PORT;
            case CLOSED -> stage;
          };
    }
    return stage.compareTo(before) > 0 ? stage : before;
  }

  private boolean hasConsoleOutput(Machine machine) {
    return outside.files().stat(machine.console()).map(FileFacts::bytes).orElse(0L) > 0;
  }

  private KvmcoreException late(Action.Await wanted, Stage stage) {
    Machine machine = wanted.machine();
    Stage reached = stage;
    if (reached.compareTo(Stage.LEASE) < 0 && addresses.seen(machine).isPresent()) {
      reached = Stage.LEASE;
    }
    String aim = wanted.level() == WaitLevel.SSH ? "answer on ssh" : "have an address";
    StringBuilder text = new StringBuilder();
    text.append("did not ").append(aim).append(" within ").append(wanted.limit().toSeconds());
    text.append(" s\n  it got as far as: ").append(reached);
    String console = outside.files().tail(machine.console(), CONSOLE_BYTES);
    if (console.isBlank()) {
      text.append("\n  its console said nothing: does the image boot on this host?");
    } else {
      text.append("\n  the end of its console log ").append(machine.console()).append(':');
      ConsoleText.lastLines(console).forEach(line -> text.append("\n  | ").append(line));
    }
    text.append("\n  next: ").append(addresses.console(machine));
    text.append(", or run create again to go on waiting");
    return new KvmcoreException(ExitCode.TIMEOUT, text.toString());
  }
}
