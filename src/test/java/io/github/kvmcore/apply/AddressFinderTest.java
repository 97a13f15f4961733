package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.model.Ipv4Address;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.tool.Virsh;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressFinderTest {
  private final FakeHost host = new FakeHost();
  private final List<Machine> machines =
      IntStream.rangeClosed(1, 3).mapToObj(i -> Plans.machine("c-" + i, null)).toList();
  private final AddressFinder finder =
      new AddressFinder(host.outside, new Virsh("qemu:///system"), machines);

  /** Blocks 0 to 2 are the first machine's lease, agent and arp, and so on. */
  private void answers(String... blocks) {
    StringBuilder out = new StringBuilder();
    for (int block = 0; block <= 9; block++) {
      out.append("\nkvmcore-block-").append(block).append("\n\n");
      out.append(block < blocks.length ? blocks[block] : "");
    }
    host.answers =
        line -> new CommandResult(Command.of("virsh"), 0, out.toString(), "", Duration.ZERO);
  }

  private String seen(int index) {
    return finder.seen(machines.get(index)).map(Ipv4Address::toString).orElse("none");
  }

  @Test
  void oneProcessAsksForAll() {
    answers(
        " vnet0  52:54:00:00:00:01  ipv4  10.0.0.1/24\n",
        "",
        " vnet0  52:54:00:00:00:01  ipv4  10.0.0.99/0\n",
        "",
        " eth0  52:54:00:00:00:02  ipv4  10.0.0.2/24\n");
    assertEquals("10.0.0.1", seen(0), "a lease is better than an old entry of ARP");
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

  @Test
  void aFailureIsNoAddress() {
    host.failing("virsh");
    assertEquals("none", seen(0));
  }
}
