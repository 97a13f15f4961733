package io.github.kvmcore.apply;

import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.engine.MachineWatch.Power;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.spec.NextCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits for machines, and tells how far a late one got. */
public final class MachineWaiter {
  /** How long a port is listened to for a banner; a booting machine refuses at once. */
  private static final Duration ASK_LIMIT = Duration.ofSeconds(2);

  /** Between two looks: short beside a boot, long beside what a look costs. */
  private static final long POLL_MILLIS = 150;

  /** A guest that powers itself off, or whose QEMU dies, is noticed after this at most. */
  private static final Duration WATCH = Duration.ofSeconds(2);

  private final HostAccess access;
  private final MachineWatch watch;
  private final AddressConfirmation confirmation;
  private final Progress progress;
  private final String verb;
  private final NextCommand next;
  private final PowerOff powerOff;

  /**
   * @param verb the command that runs
   * @param next commands about its cluster
   */
  public MachineWaiter(
      HostAccess access,
      MachineWatch watch,
      AddressConfirmation confirmation,
      Progress progress,
      String verb,
      NextCommand next) {
    this.access = access;
    this.watch = watch;
    this.confirmation = confirmation;
    this.progress = progress;
    this.verb = verb;
    this.next = next;
    this.powerOff = new PowerOff(access.files(), watch, progress, verb, next);
  }

  /** Returns when the machine is off, as {@link PowerOff#await}. */
  void awaitOff(Action.AwaitOff wanted) throws InterruptedException {
    powerOff.await(wanted);
  }

  /**
   * Returns when the machine is as far as asked for.
   *
   * @throws KvmcoreException exit code TIMEOUT, where it is late; STEP_FAILED, where it is off
   */
  void await(Action.Await wanted) throws InterruptedException {
    Machine machine = wanted.machine();
    WaitLevel level = wanted.level();
    long begin = System.nanoTime();
    long end = begin + wanted.limit().toNanos();
    Stage stage = level == WaitLevel.RUNNING ? Stage.RUNNING : look(machine, level, Stage.RUNNING);
    progress.reached(machine.name(), stage);
    while (!isEnough(stage, level)) {
      if (System.nanoTime() > end) {
        throw late(wanted, stage);
      }
      requireOn(machine, begin, stage);
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
    Optional<Ipv4Address> address = Optional.ofNullable(machine.address());
    if (level == WaitLevel.ADDRESS || address.isEmpty()) {
      address = watch.address(machine);
      stage = address.isPresent() ? Stage.LEASE : stage;
    }
    if (level == WaitLevel.SSH && address.isPresent()) {
      stage = ask(machine, address.get(), stage);
    }
    return stage.compareTo(before) > 0 ? stage : before;
  }

  /** An answer from another MAC address says nothing about the machine. */
  private Stage ask(Machine machine, Ipv4Address address, Stage before) {
    return switch (access.ports().ask(address.toString(), Ports.SSH, ASK_LIMIT)) {
      case CLOSED -> before;
      case OPEN -> isOthers(machine, address) ? before : Stage.PORT;
      case SSH ->
          switch (confirmation.of(machine, address)) {
            case MACHINE -> Stage.SSH;
            case OTHER -> before;
            case UNKNOWN -> {
              progress.warn(AddressConfirmation.unknown(machine.name(), address));
              yield Stage.SSH;
            }
          };
    };
  }

  private boolean isOthers(Machine machine, Ipv4Address address) {
    List<String> macs = confirmation.macs(machine, address);
    return !macs.isEmpty() && !macs.contains(machine.mac());
  }

  private boolean hasConsoleOutput(Machine machine) {
    return access.files().stat(machine.console()).map(FileFacts::bytes).orElse(0L) > 0;
  }

  /** One that is off will never answer. Where libvirt does not say, the time limit decides. */
  private void requireOn(Machine machine, long begin, Stage stage) {
    if (System.nanoTime() - begin < WATCH.toNanos()) {
      return;
    }
    Power power = power(machine, begin);
    if (power.isOff()) {
      String what = power == Power.OFF ? "shut off" : "gone from libvirt";
      throw KvmcoreException.failed(
          "is "
              + what
              + " while it is waited for: the guest powered itself off, or crashed, or somebody did"
              + " it\n  it got as far as: "
              + stage
              + console(machine)
              + "\n  next: "
              + again(machine)
              + " starts it once more");
    }
  }

  /** How often it is asked depends on the time: a recording may have no answer left. */
  private Power power(Machine machine, long begin) {
    try {
      return watch.power(machine, begin, WATCH);
    } catch (KvmcoreException e) {
      return Power.UNKNOWN;
    }
  }

  private String console(Machine machine) {
    return ConsoleText.end(
        access.files(), machine, "its console said nothing: does the image boot on this host?");
  }

  private KvmcoreException late(Action.Await wanted, Stage stage) {
    Machine machine = wanted.machine();
    Stage reached = stage;
    if (reached.compareTo(Stage.LEASE) < 0 && watch.address(machine).isPresent()) {
      reached = Stage.LEASE;
    }
    String aim = wanted.level() == WaitLevel.SSH ? "answer on ssh" : "have an address";
    StringBuilder text = new StringBuilder();
    text.append("did not ").append(aim).append(" within ").append(wanted.limit().toSeconds());
    text.append(" s\n  it got as far as: ").append(reached);
    Optional.ofNullable(machine.address())
        .or(() -> watch.address(machine))
        .filter(address -> isOthers(machine, address))
        .ifPresent(address -> text.append("\n  ").append(others(machine, address)));
    text.append(console(machine));
    text.append("\n  next: ").append(next.line("console", machine.name()));
    text.append(" shows what it does; ").append(again(machine)).append(" goes on waiting");
    return new KvmcoreException(ExitCode.TIMEOUT, text.toString());
  }

  private String others(Machine machine, Ipv4Address address) {
    return "its address "
        + address
        + " is in use by "
        + String.join(", ", confirmation.macs(machine, address))
        + ", and its own MAC address is "
        + machine.mac();
  }

  /** What waits for a machine once more; another restart would stop it first. */
  private String again(Machine machine) {
    return verb.equals("create") ? "the same command again" : next.line("start", machine.name());
  }
}
