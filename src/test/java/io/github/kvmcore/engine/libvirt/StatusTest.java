package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.network.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long {@code status} waits for a machine to answer on ssh. */
class StatusTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofSeconds(1);

  private final SimulatedRuns runs = new SimulatedRuns();
  private final List<Duration> limits = new ArrayList<>();

  @BeforeEach
  void create() {
    SimulatedRuns.Result made = runs.run(SimulatedRuns.create("1", "--wait", "running"));
    assertEquals(0, made.status(), made::toString);
  }

  private String status(Ports.Answer... answers) {
    runs.ports =
        (address, port, limit) -> {
          limits.add(limit);
          return answers[limits.size() - 1];
        };
    return runs.run("status", "-o", "json").out().contains("\"ssh\": true") ? "ssh" : "no ssh";
  }

  @Test
  void withoutALeaseItIsHardlyWaitedFor() {
    assertEquals("no ssh", status(Ports.Answer.CLOSED));
    assertEquals(List.of(SHORT), limits);
  }

  @Test
  void whoTakesTheConnectionHasTimeToSpeak() {
    assertEquals("ssh", status(Ports.Answer.OPEN, Ports.Answer.SSH));
    assertEquals(List.of(SHORT, LONG), limits);
  }

  /** It used to count as the machine's. */
  @Test
  void theBannerOfAnotherIsNotTheMachines() {
    runs.host.put("/proc/net/arp", "", 0444);
    String address = runs.host.libvirt.network("kvmcore-coreos").xml.split("ip='")[1].split("'")[0];
    runs.host.neighbour(Ipv4Address.parse(address).orElseThrow(), "6a:fb:00:00:00:01");
    assertEquals("no ssh", status(Ports.Answer.SSH));
  }

  @Test
  void aLeaseOfAnotherNetworkIsNotTheMachines() {
    runs.host.libvirt.define(
        runs.host.libvirt.networks,
        PlanCase.text(PlanCase.FIXTURES.resolve("plans/somebodys/default.xml")),
        "active");
    String mac = Identity.mac("coreos", "coreos-1", "");
    runs.host.libvirt.leases.put(
        "default",
        List.of(" 2026-11-25 23:59:59   " + mac + "   ipv4   192.168.122.10/24   coreos-1   -"));
    assertEquals("no ssh", status(Ports.Answer.CLOSED));
    assertEquals(List.of(SHORT), limits);
  }

  @Test
  void withALeaseItIsWaitedFor() {
    String mac = Identity.mac("coreos", "coreos-1", "");
    runs.host.libvirt.leases.put(
        "kvmcore-coreos",
        List.of(" 2026-11-25 23:59:59   " + mac + "   ipv4   192.168.222.10/24   coreos-1   -"));
    assertEquals("no ssh", status(Ports.Answer.OPEN));
    assertEquals(List.of(LONG), limits);
  }
}
