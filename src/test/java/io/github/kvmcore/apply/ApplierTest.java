package io.github.kvmcore.apply;

import static io.github.kvmcore.apply.FakeHost.result;
import static io.github.kvmcore.apply.Plans.plan;
import static io.github.kvmcore.apply.Plans.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.Owned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ApplierTest {
  private final FakeHost host = new FakeHost();

  @Test
  void aStepBeginsWhenAllBeforeItAreDone() {
    Outcome outcome =
        host.apply(
            step("folders"),
            step("network", "folders"),
            step("disk:c-1", "folders"),
            step("vm:c-1", "disk:c-1", "network"));
    assertEquals(ExitCode.DONE, outcome.exitCode());
    assertEquals("do folders", host.ran.get(0));
    assertEquals("do vm:c-1", host.ran.get(3));
    assertEquals(List.of(), host.undone());
    assertTrue(host.told.indexOf("done network") < host.told.indexOf("started vm:c-1"));
  }

  /** The most steps that run at once. */
  private int width(Phase phase, int processors) {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    host.answers =
        line -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          pause(60);
          now.decrementAndGet();
          return result(0, "");
        };
    Step[] steps =
        IntStream.range(0, 20).mapToObj(i -> step("s:c-" + i, phase)).toArray(Step[]::new);
    host.apply(processors, plan(steps));
    return most.get();
  }

  @Test
  void eachLaneHasItsBound() {
    assertEquals(12, width(Phase.VMS, 2));
    assertEquals(4, width(Phase.DISKS, 2));
    assertEquals(6, width(Phase.DISKS, 6));
    assertEquals(12, width(Phase.DESTROY, 2));
    assertEquals(12, width(Phase.SHUTDOWN, 2));
  }

  /** A thousand machines' steps would else take as many stacks. */
  @Test
  void whatWaitsForItsTurnHasNoThread() {
    AtomicInteger most = new AtomicInteger();
    host.answers =
        line -> {
          long steps =
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().startsWith("step"))
                  .count();
          most.accumulateAndGet((int) steps, Math::max);
          return result(0, "");
        };
    Step[] steps =
        IntStream.range(0, 100).mapToObj(i -> step("s:c-" + i, Phase.VMS)).toArray(Step[]::new);
    assertEquals(ExitCode.DONE, host.apply(2, plan(steps)).exitCode());
    assertTrue(most.get() > 0 && most.get() <= 20, "threads: " + most);
  }

  @Test
  void allMachinesAreWaitedForAtOnce() {
    CountDownLatch everybody = new CountDownLatch(12);
    when(host.ports.ask(any(), anyInt(), any()))
        .thenAnswer(
            call -> {
              everybody.countDown();
              return everybody.await(10, TimeUnit.SECONDS) ? Ports.Answer.SSH : Ports.Answer.CLOSED;
            });
    Step[] waits =
        IntStream.range(0, 12)
            .mapToObj(i -> Plans.await("c-" + i, WaitLevel.SSH, Duration.ZERO))
            .toArray(Step[]::new);
    assertEquals(ExitCode.DONE, host.apply(1, plan(waits)).exitCode());
  }

  @Test
  @SeedLimit(13)
  void aMachineThatFailsIsUndoneInReverseAndTheOthersGoOn() {
    Outcome outcome =
        host.failing("do vm:c-2")
            .apply(
                step("network"),
                step("disk:c-1"),
                step("vm:c-1", "disk:c-1", "network"),
                step("disk:c-2"),
                step("vm:c-2", "disk:c-2", "network"),
                step("more:c-2", "vm:c-2"));
    assertEquals(ExitCode.STEP_FAILED, outcome.exitCode());
    assertEquals(List.of("c-2"), outcome.unfinished());
    assertEquals(List.of("vm:c-2", "disk:c-2"), host.undone());
    assertTrue(host.ran.contains("do vm:c-1"));
    assertFalse(host.ran.contains("do more:c-2"));
    assertEquals(
        List.of("left out more:c-2"),
        host.told.stream().filter(it -> it.contains("more")).toList());
    assertEquals("c-2", outcome.failures().get(0).subject());
    assertTrue(outcome.failures().get(0).message().contains("command: do vm:c-2"));
  }

  @Test
  void withoutTheNetworkNoMachineStays() {
    Outcome outcome =
        host.failing("do network")
            .apply(
                step("folders"),
                step("disk:c-1", "folders"),
                step("disk:c-2", "folders"),
                step("network", "disk:c-1", "disk:c-2"),
                step("vm:c-1", "disk:c-1", "network"),
                step("vm:c-2", "disk:c-2", "network"));
    assertEquals(List.of("c-1", "c-2"), outcome.unfinished());
    assertEquals(1, outcome.failures().size());
    assertEquals("network", outcome.failures().get(0).subject());
    assertEquals(List.of("network", "disk:c-2", "disk:c-1"), host.undone());
  }

  @Test
  void aLateMachineIsLeftAsItIs() {
    host.port(Ports.Answer.CLOSED);
    Outcome outcome = host.apply(step("vm:c-1"), FakeHost.late("c-1", "vm:c-1"));
    assertEquals(ExitCode.TIMEOUT, outcome.exitCode());
    assertEquals(List.of(), outcome.unfinished());
    assertEquals(List.of(), host.undone());
  }

  @Test
  void aFailureWeighsMoreThanALateMachine() {
    host.port(Ports.Answer.CLOSED);
    Outcome outcome =
        host.failing("do vm:c-2")
            .apply(step("vm:c-1"), FakeHost.late("c-1", "vm:c-1"), step("vm:c-2"));
    assertEquals(ExitCode.STEP_FAILED, outcome.exitCode());
    assertEquals(List.of("vm:c-2"), host.undone());
  }

  /** As of a transient network: the machine used to stay half-made. */
  @Test
  void aChangeThatLibvirtRefusedNeedsNoUndo() {
    Action refused = new Action.Run(Command.of("virsh", "-q", "-c", "any", "net-update", "n"));
    Step first = step("disk:c-1");
    Step reserve =
        new Step(
            "reserve:c-1",
            Phase.VMS,
            "c-1",
            "address",
            List.of(refused),
            List.of(refused),
            List.of(first.id()));
    Outcome outcome = host.apply(first, reserve);
    assertEquals(ExitCode.STEP_FAILED, outcome.exitCode());
    assertEquals(List.of("disk:c-1"), host.undone());
    assertTrue(host.told.stream().noneMatch(it -> it.startsWith("warning: ")), host.told::toString);
  }

  @Test
  void whatCouldNotBeUndoneKeepsWhatLiesBelowIt() {
    host.answers =
        line -> {
          if (line.equals("do vm:c-1") || line.equals("undo vm:c-1")) {
            throw new IllegalStateException("a bug");
          }
          return result(0, "");
        };
    Outcome outcome = host.apply(step("disk:c-1"), step("vm:c-1", "disk:c-1"));
    assertEquals(ExitCode.STEP_FAILED, outcome.exitCode());
    // A guest that could not be stopped keeps its disk.
    assertEquals(List.of("vm:c-1"), host.undone());
    assertTrue(
        host.told.contains(
            "warning: could not undo vm:c-1, so the rest of it is left: java.lang.IllegalStateException: a bug"),
        host.told.toString());
  }

  @Test
  void afterAnInterruptNothingBeginsAndNothingIsUndone() {
    host.answers = line -> result(CommandResult.INTERRUPTED, "");
    Outcome outcome = host.apply(1, plan(step("disk:c-1"), step("vm:c-1", "disk:c-1")));
    assertEquals(ExitCode.INTERRUPTED, outcome.exitCode());
    assertEquals(List.of("do disk:c-1"), host.ran);
    assertEquals(List.of("c-1"), outcome.unfinished());
  }

  /** Nothing in it says yet whose it is. */
  @Test
  void afterAnInterruptAFolderThatIsStillEmptyGoes() {
    host.answers = line -> result(CommandResult.INTERRUPTED, "");
    Path folder = Path.of("/images/coreos");
    FileFacts made = new FileFacts(FileFacts.Kind.DIRECTORY, 0, 0711, "root", 0);
    when(host.files.stat(folder)).thenReturn(Optional.of(made));
    List<Action> does = List.of(Plans.run("do", "folders"));
    List<Action> undo = List.of(new Action.DeleteIfEmpty(Owned.path(folder)));
    Step folders = new Step("folders", Phase.DISKS, null, "folders", does, undo, List.of());
    Outcome outcome = host.apply(1, plan(folders, step("vm:c-1", "folders")));
    assertEquals(ExitCode.INTERRUPTED, outcome.exitCode());
    verify(host.files).delete(folder);
  }

  @Test
  void anInterruptedWaitIsNoSuccess() {
    when(host.files.stat(any()))
        .thenAnswer(
            call -> {
              Thread.currentThread().interrupt();
              return Optional.empty();
            });
    host.port(Ports.Answer.CLOSED);
    Step wait = Plans.await("c-1", WaitLevel.SSH, Duration.ofSeconds(20));
    Step after = step("after:c-2", "wait:c-1");
    Outcome outcome = host.apply(wait, after);
    assertEquals(ExitCode.INTERRUPTED, outcome.exitCode());
    assertEquals(List.of(), host.ran);
    assertTrue(host.told.contains("left out wait:c-1"), host.told.toString());
  }

  @Test
  void anInterruptOfTheRunReachesAllItsSteps() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(3);
    when(host.ports.ask(any(), anyInt(), any()))
        .thenAnswer(
            call -> {
              waiting.countDown();
              return Ports.Answer.CLOSED;
            });
    Step[] steps =
        IntStream.range(0, 4)
            .mapToObj(i -> Plans.await("c-" + i, WaitLevel.SSH, Duration.ofMinutes(5)))
            .toArray(Step[]::new);
    steps[3] = step("vm:c-3", "wait:c-0");
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    AtomicBoolean pending = new AtomicBoolean();
    Thread run =
        new Thread(
            () -> {
              outcome.set(host.apply(steps));
              pending.set(Thread.currentThread().isInterrupted());
            });
    run.start();
    waiting.await();
    run.interrupt();
    run.join(5000);
    assertFalse(run.isAlive());
    assertEquals(ExitCode.INTERRUPTED, outcome.get().exitCode());
    assertTrue(pending.get(), "whoever called must know as well");
    assertEquals(List.of(), host.ran.stream().filter(it -> it.startsWith("do ")).toList());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
