package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.libvirt.watch.DomainWatch;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.network.ArpTable;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DomainWatchTest {
  private final FakeHost host = new FakeHost();
  private final List<Machine> machines =
      IntStream.rangeClosed(1, 3).mapToObj(i -> Plans.machine("c-" + i, null)).toList();
  private final DomainWatch watch =
      new DomainWatch(host.access, new Virsh("qemu:///system"), machines);

  /** Blocks 0 and 1 are the first machine's lease and agent, and so on. */
  private void answers(String... blocks) {
    StringBuilder out = new StringBuilder();
    for (int block = 0; block <= 6; block++) {
      out.append("\nkvmcore-block-").append(block).append("\n\n");
      out.append(block < blocks.length ? blocks[block] : "");
    }
    host.answers =
        line -> new CommandResult(Command.of("virsh"), 0, out.toString(), "", Duration.ZERO);
  }

  private String seen(int index) {
    return watch.address(machines.get(index)).map(Ipv4Address::toString).orElse("none");
  }

  @Test
  void oneProcessAsksForAll() {
    answers(
        " vnet0  52:54:00:00:00:01  ipv4  10.0.0.1/24\n",
        " vnet0  52:54:00:00:00:01  ipv4  10.0.0.99/0\n",
        "",
        " eth0  52:54:00:00:00:02  ipv4  10.0.0.2/24\n");
    assertEquals("10.0.0.1", seen(0), "a lease is better than what the guest says");
    assertEquals("10.0.0.2", seen(1));
    assertEquals("none", seen(2));
    assertEquals(1, host.ran.size());
    for (Machine machine : machines) {
      assertTrue(host.ran.get(0).contains(machine.uuid().toString()));
    }
  }

  @Test
  void itLooksAgainAMomentLater() throws InterruptedException {
    answers();
    assertEquals("none", seen(0));
    answers(" vnet0  52:54:00:00:00:01  ipv4  10.0.0.1/24\n");
    assertEquals("none", seen(0));
    Thread.sleep(450);
    assertEquals("10.0.0.1", seen(0));
    assertEquals(2, host.ran.size());
  }

  private void neighbours(String... lines) {
    String text = "IP address HW type Flags HW address Mask Device\n" + String.join("\n", lines);
    when(host.files.read(ArpTable.file(FileSystems.getDefault()))).thenReturn(Optional.of(text));
  }

  private String seenOn(String device) {
    Machine it = machines.get(0);
    Machine machine =
        new Machine(
            it.cluster(),
            it.name(),
            it.index(),
            it.uuid(),
            it.mac(),
            null,
            it.memoryKiB(),
            it.vcpus(),
            null,
            it.disk(),
            it.drive(),
            it.console(),
            List.of(),
            it.hardware(),
            device);
    Virsh virsh = new Virsh("qemu:///system");
    return new DomainWatch(host.access, virsh, List.of(machine))
        .address(machine)
        .map(Ipv4Address::toString)
        .orElse("none");
  }

  /** The same MAC address was on another network before. */
  @Test
  void aNeighbourOnAnotherBridgeIsNotTheMachine() {
    answers();
    neighbours(
        "10.0.1.9 0x1 0x2 52:54:00:00:00:01 * virbr1",
        "10.0.2.9 0x1 0x2 52:54:00:00:00:01 * virbr2");
    assertEquals("10.0.2.9", seenOn("virbr2"));
    assertEquals("none", seenOn("virbr3"));
  }

  @Test
  void ofSeveralNeighboursTheOneThatAnswersIsTheMachine() {
    answers();
    neighbours(
        "10.0.1.8 0x1 0x2 52:54:00:00:00:01 * br0", "10.0.1.9 0x1 0x2 52:54:00:00:00:01 * br0");
    assertEquals("none", seenOn("br0"));
    when(host.ports.answering(eq(List.of("10.0.1.8", "10.0.1.9")), anyInt(), any()))
        .thenReturn(List.of("10.0.1.9"));
    assertEquals("10.0.1.9", seenOn("br0"));
  }

  @Test
  void aFailureIsNoAddress() {
    host.failing("virsh");
    assertEquals("none", seen(0));
  }
}
