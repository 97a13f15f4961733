package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.when;

import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.tool.network.ArpTable;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineWaiterTest {
  private static final String LEASE = " vnet0  52:54:00:00:00:01  ipv4  10.0.0.77/24\n";

  private final FakeHost host = new FakeHost();
  private String verb = "create";
  private final Machine kept = Plans.machine("c-1", "10.0.0.11");
  private final Machine bridged = Plans.machine("c-1", null);

  @BeforeEach
  void noConsoleYet() {
    when(host.files.stat(any())).thenReturn(Optional.empty());
    when(host.files.tail(any(), anyInt())).thenReturn("");
  }

  private void await(Machine machine, WaitLevel level, Duration limit) throws InterruptedException {
    host.waiter(verb, machine).await(new Action.Await(machine, level, limit));
  }

  private String late(Machine machine, WaitLevel level) {
    KvmcoreException failure =
        assertThrows(KvmcoreException.class, () -> await(machine, level, Duration.ZERO));
    assertEquals(ExitCode.TIMEOUT, failure.exitCode());
    return failure.text();
  }

  /** virsh's answer to both sources of each machine: the first one knows. */
  private void leased() {
    host.answers =
        line -> {
          StringBuilder out = new StringBuilder();
          for (int block = 0; block <= 2; block++) {
            out.append("\nkvmcore-block-").append(block).append("\n\n");
            out.append(block == 0 ? LEASE : "");
          }
          return new CommandResult(Command.of("virsh"), 0, out.toString(), "", Duration.ZERO);
        };
  }

  @Test
  void stagesAreToldAsTheyAreReached() throws InterruptedException {
    FileFacts console = new FileFacts(FileFacts.Kind.FILE, 9, 0600, "root", 0);
    when(host.files.stat(kept.console())).thenReturn(Optional.empty(), Optional.of(console));
    host.port(
        Ports.Answer.CLOSED,
        Ports.Answer.CLOSED,
        Ports.Answer.OPEN,
        Ports.Answer.OPEN,
        Ports.Answer.SSH);
    await(kept, WaitLevel.SSH, Duration.ofSeconds(20));
    assertEquals(
        List.of("c-1 running", "c-1 kernel output seen", "c-1 port 22 open", "c-1 answers on ssh"),
        host.told);
    assertEquals(List.of(), host.ran, "the address is known: nobody is asked for it");
  }

  @Test
  void aMachineThatIsUpIsToldOnce() throws InterruptedException {
    host.port(Ports.Answer.SSH);
    await(kept, WaitLevel.SSH, Duration.ZERO);
    assertEquals(List.of("c-1 answers on ssh"), host.told);
  }

  @Test
  void runningIsEnoughWhereNoMoreIsWanted() throws InterruptedException {
    await(kept, WaitLevel.RUNNING, Duration.ZERO);
    assertEquals(List.of("c-1 running"), host.told);
    assertEquals(List.of(), host.ran);
  }

  @Test
  void anAddressIsEnoughWhereNoMoreIsWanted() throws InterruptedException {
    leased();
    await(kept, WaitLevel.ADDRESS, Duration.ZERO);
    assertEquals(List.of("c-1 has an address"), host.told);
  }

  @Test
  void onABridgeTheAddressIsAskedFor() throws InterruptedException {
    leased();
    when(host.ports.ask("10.0.0.77", 22, Duration.ofSeconds(2))).thenReturn(Ports.Answer.SSH);
    await(bridged, WaitLevel.SSH, Duration.ZERO);
    assertEquals(List.of("c-1 answers on ssh"), host.told);
  }

  private void neighbour(String mac) {
    String text = "IP address HW type Flags HW address Mask Device\n10.0.0.11 0x1 0x2 ";
    when(host.files.read(ArpTable.file(FileSystems.getDefault())))
        .thenReturn(Optional.of(text + mac + " * virbr1\n"));
  }

  @Test
  void theBannerOfAMachineOnTheSameLinkIsKnownByItsMac() throws InterruptedException {
    neighbour("52:54:00:00:00:01");
    host.hostKey = Optional.of(false);
    host.port(Ports.Answer.SSH);
    await(kept, WaitLevel.SSH, Duration.ZERO);
    assertEquals(List.of("c-1 answers on ssh"), host.told);
  }

  /** It used to count as the machine's, after no time at all. */
  @ParameterizedTest
  @EnumSource(value = Ports.Answer.class, names = "CLOSED", mode = EnumSource.Mode.EXCLUDE)
  void anotherWhoAnswersAtTheAddressIsNotTheMachine(Ports.Answer answer) {
    neighbour("6a:fb:00:00:00:01");
    host.port(answer);
    String text = late(kept, WaitLevel.SSH);
    assertTrue(text.contains("\n  it got as far as: running\n"), text);
    assertTrue(
        text.contains(
            "\n  its address 10.0.0.11 is in use by 6a:fb:00:00:00:01, and its own MAC address is"
                + " 52:54:00:00:00:01\n"),
        text);
  }

  @Test
  void behindARouterTheHostKeyDecides() throws InterruptedException {
    host.port(Ports.Answer.SSH);
    host.hostKey = Optional.of(false);
    late(kept, WaitLevel.SSH);
    host.hostKey = Optional.empty();
    host.told.clear();
    await(kept, WaitLevel.SSH, Duration.ZERO);
    assertTrue(
        host.told.get(0).startsWith("warning: c-1: address 10.0.0.11 not confirmed: "),
        host.told::toString);
    assertEquals("c-1 answers on ssh", host.told.get(1));
  }

  @Test
  void aLateMachineWithASilentConsole() {
    host.port(Ports.Answer.CLOSED);
    assertEquals(
        """
        did not answer on ssh within 0 s
          it got as far as: running
          its console said nothing: does the image boot on this host?
          next: kvmcore console --cluster coreos c-1 shows what it does; the same command again goes on waiting""",
        late(kept, WaitLevel.SSH));
  }

  /** Another restart would stop it first. */
  @ParameterizedTest
  @ValueSource(strings = {"start", "restart"})
  void aLateMachineOfAnotherCommandIsStartedAgain(String command) {
    verb = command;
    host.port(Ports.Answer.CLOSED);
    String text = late(kept, WaitLevel.SSH);
    assertTrue(text.endsWith("; kvmcore start --cluster coreos c-1 goes on waiting"), text);
  }

  @Test
  void aLateMachineShowsTheEndOfItsConsole() {
    host.port(Ports.Answer.OPEN);
    when(host.files.tail(any(), anyInt()))
        .thenReturn(
            "\u001b[2J\u001b[1;31mpanic\u001b[0m: no\u0007 init\r\n\n\u001b]0;title\u0007o\u009b2Jk\u001b(B\n");
    assertEquals(
        """
        did not answer on ssh within 0 s
          it got as far as: port 22 open
          the end of its console log /consoles/c-1:
          | panic: no\\u0007 init
          | ok
          next: kvmcore console --cluster coreos c-1 shows what it does; the same command again goes on waiting""",
        late(kept, WaitLevel.SSH));
  }

  /** It used to be waited for until the time was over. */
  @Test
  void aGuestThatPowersItselfOffIsNoticedBeforeTheTimeIsOver() {
    host.port(Ports.Answer.CLOSED);
    host.answers =
        line -> {
          String all = kept.uuid() + "\n";
          String out =
              "\nkvmcore-block-0\n"
                  + all
                  + "\nkvmcore-block-1\n\nkvmcore-block-2\n"
                  + all
                  + "\nkvmcore-block-3\n";
          return new CommandResult(Command.of("virsh"), 0, out, "", Duration.ZERO);
        };
    KvmcoreException failure =
        assertThrows(
            KvmcoreException.class, () -> await(kept, WaitLevel.SSH, Duration.ofMinutes(5)));
    assertEquals(ExitCode.STEP_FAILED, failure.exitCode());
    assertEquals(
        """
        is shut off while it is waited for: the guest powered itself off, or crashed, or somebody did it
          it got as far as: running
          its console said nothing: does the image boot on this host?
          next: the same command again starts it once more""",
        failure.text());
    assertEquals(1, host.ran.size(), host.ran::toString);
  }

  /** A look that fails, or that a recording does not hold, is none. */
  @Test
  void libvirtThatDoesNotAnswerIsNoGuestThatIsOff() throws InterruptedException {
    long start = System.nanoTime();
    when(host.ports.ask(any(), anyInt(), any()))
        .thenAnswer(
            call ->
                System.nanoTime() - start > 2_500_000_000L
                    ? Ports.Answer.SSH
                    : Ports.Answer.CLOSED);
    host.answers =
        line -> {
          throw KvmcoreException.failed("the recording has no answer");
        };
    await(kept, WaitLevel.SSH, Duration.ofSeconds(20));
    assertEquals("c-1 answers on ssh", host.told.get(host.told.size() - 1));
    assertTrue(!host.ran.isEmpty());
  }

  @Test
  void aLateMachineWithoutAnAddress() {
    assertEquals(
        "did not have an address within 0 s",
        late(bridged, WaitLevel.ADDRESS).lines().toList().get(0));
  }
}
