package io.github.kvmcore.engine.memory;

import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.Capability;
import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.CommandErrors;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.EngineContext;
import io.github.kvmcore.engine.ImageUsers;
import io.github.kvmcore.engine.Leftovers;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.engine.MachineKeys;
import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.network.Ipv4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The smallest engine: machines are names in a map. It proves that commands need no more of an
 * engine than its interface, and it is the example for a new one.
 */
final class MemoryEngine implements Engine {
  private final EngineContext context;
  private final MemoryPlace place;

  MemoryEngine(EngineContext context, MemoryPlace place) {
    this.context = context;
    this.place = place;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public MemoryView observe(Detail detail) {
    return new MemoryView(context.settings(), place);
  }

  @Override
  public CreateView view() {
    return observe(Detail.EVERYTHING);
  }

  @Override
  public List<MachineDetails> details(
      List<MachineState> machines, Function<MachineState, MachineStatus> status) {
    return machines.stream()
        .map(
            it ->
                new MachineDetails(
                    status.apply(it), it.tag(), it.machine().hardware(), null, null, null, false))
        .toList();
  }

  @Override
  public MachineWatch watch(List<Machine> machines) {
    return new MachineWatch() {
      @Override
      public Optional<Ipv4Address> address(Machine machine) {
        return Optional.ofNullable(machine.address());
      }

      @Override
      public Power power(Machine machine, long since, Duration age) {
        DomainState state = place.states.get(machine.name());
        return state == null ? Power.GONE : state == DomainState.RUNNING ? Power.ON : Power.OFF;
      }

      @Override
      public Power shuttingDown(Machine machine, Duration age) {
        return power(machine, 0, age);
      }

      @Override
      public void pressPowerButton(Machine machine) {
        place.run(MemoryPlace.command("stop", machine));
      }

      @Override
      public String pausedFor(Machine machine) {
        return "";
      }

      @Override
      public void powerOff(Machine machine) {
        place.run(MemoryPlace.command("stop", machine));
      }
    };
  }

  @Override
  public Command console(Machine machine, boolean force) {
    throw new IllegalStateException("never asked for: it is no capability");
  }

  @Override
  public Lock lock(String command) {
    if (!place.locked.add(context.settings().cluster())) {
      throw new KvmcoreException(ExitCode.LOCKED, "another run changes the cluster");
    }
    return new Lock() {
      @Override
      public void note(List<String> notes) {}

      @Override
      public void close() {
        place.locked.remove(context.settings().cluster());
      }
    };
  }

  @Override
  public CommandErrors errors() {
    return new CommandErrors() {
      @Override
      public boolean isTransient(CommandResult failed) {
        return false;
      }

      @Override
      public boolean lostConnection(CommandResult failed) {
        return false;
      }

      @Override
      public boolean changedNothing(CommandResult failed) {
        return true;
      }
    };
  }

  @Override
  public MachineKeys keys(MachineState machine) {
    return keys(machine.machine());
  }

  @Override
  public MachineKeys keys(Machine machine) {
    return new MachineKeys() {
      @Override
      public Optional<String> hostKey() {
        return Optional.empty();
      }

      @Override
      public Optional<Path> loginKey() {
        return Optional.empty();
      }
    };
  }

  @Override
  public List<Check> check(List<MachineSpec> machines) {
    return List.of(new Check("memory", Check.Status.OK, "enough", null));
  }

  @Override
  public void setUp(Consumer<String> say) {}

  @Override
  public Optional<String> connectionMistake() {
    return Optional.empty();
  }

  @Override
  public ImageUsers imageUsers() {
    return new ImageUsers() {
      @Override
      public List<String> machines(Path image) {
        return List.of();
      }

      @Override
      public List<String> all(Path image) {
        return List.of();
      }
    };
  }

  @Override
  public Leftovers leftovers(boolean adopt) {
    return new Leftovers(List.of(), List.of(), imageUsers(), volume -> 0);
  }
}
