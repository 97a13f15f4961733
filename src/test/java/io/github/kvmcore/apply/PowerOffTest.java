package io.github.kvmcore.apply;

import static io.github.kvmcore.apply.FakeHost.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.when;

import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PowerOffTest {
  private static final Machine MACHINE = Plans.machine("c-1", null);
  private static final String OFF = "%s||%s";
  private static final String ON = "%s||";
  private static final String PAUSED = "%s|%s|";
  private static final String GONE = "||";

  private final FakeHost host = new FakeHost();
  private String verb = "shutdown";
  private String reason = "paused (user)";
  private CommandResult graceful = result(0, "");

  /** What looks see, one after the other; the last stays. */
  private void looks(String... states) {
    List<String> left = new ArrayList<>(List.of(states));
    host.answers =
        line -> {
          if (line.contains("--state-shutoff")) {
            return seen(left.size() > 1 ? left.remove(0) : left.get(0));
          }
          if (line.contains("domstate")) {
            return said(reason + "\n");
          }
          return line.contains("--graceful") ? graceful : result(0, "");
        };
  }

  /** The blocks of one look: all, paused, shut off. */
  private static CommandResult seen(String state) {
    String[] parts = state.replace("%s", MACHINE.uuid().toString()).split("\\|", -1);
    StringBuilder out = new StringBuilder();
    for (int block = 0; block <= parts.length; block++) {
      out.append("\nkvmcore-block-").append(block).append("\n\n");
      out.append(block < parts.length ? parts[block] + "\n" : "");
    }
    return said(out.toString());
  }

  private static CommandResult said(String out) {
    CommandResult silent = result(0, "");
    return new CommandResult(silent.command(), 0, out, "", Duration.ZERO);
  }

  private void await(Duration limit, boolean force) throws InterruptedException {
    host.waiter(verb).awaitOff(new Action.AwaitOff(MACHINE, limit, force));
  }

  private KvmcoreException refused(Duration limit) {
    return assertThrows(KvmcoreException.class, () -> await(limit, false));
  }

  private long count(String part) {
    return host.ran.stream().filter(line -> line.contains(part)).count();
  }

  @Test
  void whatIsOffNeedsOneLook() throws InterruptedException {
    looks(OFF);
    await(Duration.ZERO, false);
    assertEquals(1, host.ran.size());
  }

  @Test
  void waitsUntilTheMachineIsOff() throws InterruptedException {
    looks(ON, ON, OFF);
    await(Duration.ofSeconds(20), false);
    assertEquals(3, count("--state-shutoff"));
    assertEquals(3, host.ran.size());
  }

  @Test
  void aMachineThatVanishesIsOff() throws InterruptedException {
    looks(ON, GONE);
    await(Duration.ofSeconds(20), false);
    assertEquals(2, host.ran.size());
  }

  @Test
  void anAnswerThatBreaksOffDoesNotSayThatItIsGone() throws InterruptedException {
    List<CommandResult> said = new ArrayList<>(List.of(result(1, "error: connection reset")));
    CommandResult half = seen(GONE);
    said.add(new CommandResult(half.command(), 0, half.out(), "error: broken", half.time()));
    host.answers = line -> said.isEmpty() ? seen(OFF) : said.remove(0);
    await(Duration.ofSeconds(20), false);
    assertEquals(3, host.ran.size());
  }

  @Test
  void isAskedAgainWhereTheGuestStillBoots() throws InterruptedException {
    List<String> asked = new ArrayList<>();
    host.answers =
        line -> {
          if (line.contains(" shutdown ")) {
            asked.add(line);
            return result(1, "error: Requested operation is not valid: domain is not running");
          }
          return seen(asked.isEmpty() ? ON : OFF);
        };
    await(Duration.ofSeconds(20), false);
    assertEquals(1, asked.size());
  }

  @Test
  void aLateOneIsToldWithItsConsoleAndWhatToRun() {
    when(host.files.tail(any(), anyInt())).thenReturn("Stopping db\nstill stopping\n");
    looks(ON);
    KvmcoreException failure = refused(Duration.ZERO);
    assertEquals(ExitCode.TIMEOUT, failure.exitCode());
    assertEquals(
        """
        did not shut down within 0 s (asked once); it still runs
          the end of its console log /consoles/c-1:
          | Stopping db
          | still stopping
          next: kvmcore shutdown --cluster coreos --force c-1 to power it off; kvmcore console --cluster coreos c-1 to see what it does""",
        failure.text());
    assertEquals(0, count("destroy"));
  }

  /** By shutdown it would stay off. */
  @Test
  void aLateOneThatIsToBeRestartedIsForcedByRestart() {
    verb = "restart";
    looks(ON);
    String text = refused(Duration.ZERO).text();
    assertTrue(text.contains("kvmcore restart --cluster coreos --force c-1 to power it off"), text);
  }

  @Test
  void libvirtThatDoesNotAnswerIsNoMachineThatIsOff() {
    host.answers = line -> result(1, "error: failed to connect");
    KvmcoreException failure = refused(Duration.ofMillis(300));
    assertEquals(ExitCode.TIMEOUT, failure.exitCode());
    assertTrue(failure.text().contains("its state is unknown"), failure.text());
  }

  @Test
  void byForceItIsPoweredOffGracefullyFirst() throws InterruptedException {
    looks(ON);
    await(Duration.ZERO, true);
    assertEquals(1, count("destroy"));
    assertEquals(1, count("--graceful"));
    assertTrue(host.told.get(0).contains("; powered off"), host.told::toString);
  }

  @Test
  void andThenInAnyCase() throws InterruptedException {
    looks(ON);
    graceful = result(1, "error: Failed to terminate process with SIGTERM");
    await(Duration.ZERO, true);
    assertEquals(2, count("destroy"));
  }

  @Test
  void oneThatEndsWhileItsPlugIsPulledIsOff() throws InterruptedException {
    looks(ON);
    graceful = result(1, "error: Requested operation is not valid: domain is not running");
    await(Duration.ZERO, true);
    assertEquals(1, count("destroy"));
  }

  /** On a slow host looks are rare: an old one must not call a machine late that is off by now. */
  @Test
  void whatDecidesIsSeenAfterTheLimit() throws InterruptedException {
    long[] looks = {0};
    host.answers =
        line -> {
          if (looks[0]++ > 0) {
            return seen(OFF);
          }
          try {
            Thread.sleep(200);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return seen(ON);
        };
    await(Duration.ofMillis(300), false);
    assertEquals(2, host.ran.size());
  }

  @Test
  void aPausedGuestCanNotShutDown() throws InterruptedException {
    looks(PAUSED);
    reason = "paused (I/O error)";
    KvmcoreException failure = refused(Duration.ofSeconds(20));
    assertEquals(ExitCode.STEP_FAILED, failure.exitCode());
    assertTrue(failure.text().startsWith("is paused (I/O error), so its guest"), failure.text());
    await(Duration.ofSeconds(20), true);
    assertEquals(1, count("--graceful"));
  }

  /** QEMU stops a guest's processors before it ends. */
  @Test
  void aPauseOnTheWayDownIsNone() throws InterruptedException {
    looks(PAUSED, OFF);
    reason = "paused (shutting down)";
    await(Duration.ofSeconds(20), false);
    assertEquals(0, count("destroy"));
  }

  @Test
  void oneLookServesAllMachines() {
    String all = IntStream.range(0, 9).mapToObj(i -> uuid(i)).reduce("", (a, b) -> a + "\n" + b);
    List<String> states = new ArrayList<>(List.of(all + "||", all + "||", all + "||" + all));
    host.answers = line -> seen(states.size() > 1 ? states.remove(0) : states.get(0));
    Step[] steps = IntStream.range(0, 9).mapToObj(PowerOffTest::off).toArray(Step[]::new);
    assertEquals(ExitCode.DONE, host.apply(4, Plans.plan(steps)).exitCode());
    assertEquals(3, host.ran.size());
  }

  private static String uuid(int index) {
    return Plans.machine("c-" + index, null).uuid().toString();
  }

  private static Step off(int index) {
    Machine machine = Plans.machine("c-" + index, null);
    Action off = new Action.AwaitOff(machine, Duration.ofSeconds(20), false);
    return new Step(
        "off:c-" + index,
        Phase.SHUTDOWN,
        machine.name(),
        "off",
        List.of(off),
        List.of(),
        List.of());
  }
}
