package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster is stopped, started and restarted, beside guests of somebody else's. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final List<String> FOREIGN = List.of("coreos-9x", "my-coreos-db");
  private static final Map<String, String> addresses = new TreeMap<>();

  private static String state(String domain) {
    return lab.virsh("domstate", domain, "--reason").ok().out().strip();
  }

  /** A new one for each boot of the guest. */
  private static String boot(String machine) {
    String file = "/proc/sys/kernel/random/boot_id";
    return lab.ssh(addresses.get(machine), "cat " + file).ok().out().strip();
  }

  private static List<String> foreign() {
    List<String> found = new ArrayList<>();
    for (String name : FOREIGN) {
      found.add(lab.virsh("domid", name).ok().out().strip() + " " + state(name));
    }
    return found;
  }

  @Test
  @Order(1)
  @SeedLimit(2)
  @DisplayName("limit 2: machines have their DNS name without being restarted once")
  void machinesHaveTheirNamesAtTheirFirstBoot() {
    for (String name : FOREIGN) {
      lab.define("", ClusterIT.foreignDomain(name));
      lab.virsh("start", name).ok();
    }
    lab.create("2", "--autostart").ok();
    lab.machines()
        .forEach(it -> addresses.put(it.get("name").asText(), it.get("address").asText()));
    String first = addresses.get("coreos-1");
    String server = first.substring(0, first.lastIndexOf('.')) + ".1";
    lab.ssh(first, "nslookup coreos-2 " + server).ok().prints(addresses.get("coreos-2"));
    String console = "/var/log/libvirt/qemu/coreos-1-console.log";
    Result boots = lab.exec("grep", "-c", "Linux version", console).ok();
    assertEquals("1", boots.out().strip());
  }

  @Test
  @Order(2)
  void autostartIsLibvirts() {
    String started = lab.virsh("list", "--all", "--autostart", "--name").ok().out();
    // libvirt keeps no order.
    assertEquals(List.of("coreos-1", "coreos-2"), started.strip().lines().sorted().toList());
  }

  @Test
  @Order(3)
  @SeedLimit(3)
  @DisplayName(
      "limit 3: shutdown ends when libvirt says that the machines are off, not by the clock")
  void shutdownWaitsForTheRealState() {
    List<String> foreign = foreign();
    Result down = lab.kvmcore("shutdown", "--shutdown-timeout", "120s").ok();
    for (String name : addresses.keySet()) {
      assertEquals("shut off (shutdown)", state(name));
      down.says(name + ": shutdown done").prints(name + "  shut off");
    }
    assertTrue(down.time().toSeconds() < 60, down::toString);
    assertEquals(foreign, foreign());
  }

  @Test
  @Order(4)
  void shutdownAgainHasNothingToDo() {
    lab.kvmcore("shutdown").ok().says("nothing to do");
    assertEquals("", lab.kvmcore("shutdown", "-q").ok().err());
  }

  @Test
  @Order(5)
  void startBringsBackWhatAHostLosesAtItsReboot() {
    lab.virsh("net-destroy", "kvmcore-coreos").ok();
    Result up = lab.kvmcore("start", "-o", "name").ok();
    assertEquals("coreos-1\ncoreos-2\n", up.out());
    up.says("network kvmcore-coreos done").says("coreos-2: answers on ssh");
    addresses.forEach((name, address) -> lab.assertAnswers(name, address));
    assertEquals("", lab.kvmcore("start", "-q").ok().err());
  }

  @Test
  @Order(6)
  void restartOfANamedMachineLeavesTheOtherAlone() {
    Map<String, String> before = new TreeMap<>();
    addresses.keySet().forEach(name -> before.put(name, boot(name)));
    String id = lab.virsh("domid", "coreos-1").out();
    lab.kvmcore("restart", "coreos-1").ok();
    assertNotEquals(before.get("coreos-1"), boot("coreos-1"));
    assertEquals(before.get("coreos-2"), boot("coreos-2"));
    // Another QEMU: what was changed in the definition is in effect.
    assertNotEquals(id, lab.virsh("domid", "coreos-1").out());
  }

  @Test
  @Order(7)
  void rollingIsOneAfterTheOther() {
    lab.virsh("suspend", "coreos-2").ok();
    String first = boot("coreos-1");
    Result stopped = lab.kvmcore("restart", "--rolling", "--wait", "none").exits(1);
    stopped.says("coreos-1: answers on ssh").says("coreos-2: is paused (user)");
    stopped.says("restarted: coreos-1").says("kvmcore restart --cluster coreos --rolling coreos-2");
    assertNotEquals(first, boot("coreos-1"));
    assertEquals(List.of("coreos-1 running", "coreos-2 paused"), lab.states());
    int up = stopped.err().indexOf("coreos-1: answers on ssh");
    assertTrue(up < stopped.err().indexOf("coreos-2: shutdown failed"), stopped::toString);
  }

  @Test
  @Order(8)
  void startResumesAPausedMachine() {
    lab.kvmcore("start").ok().says("coreos-2: resume done");
    lab.assertAnswers("coreos-2", addresses.get("coreos-2"));
  }

  /** One that has just been started does not listen to the power button yet. */
  @Test
  @Order(9)
  void aGuestThatIgnoresThePowerButton() {
    lab.virsh("destroy", "coreos-1").ok();
    lab.kvmcore("start", "coreos-1", "--wait", "none").ok();
    Result late = lab.kvmcore("shutdown", "coreos-1", "--shutdown-timeout", "1s").exits(6);
    late.says("coreos-1: did not shut down within 1 s");
    late.says("kvmcore shutdown --cluster coreos --force coreos-1")
        .says("kvmcore console --cluster coreos coreos-1");
    late.says("not shut down: coreos-1 (1 of 1 machine)");
    assertEquals("running (booted)", state("coreos-1"));

    lab.kvmcore("shutdown", "coreos-1", "--shutdown-timeout", "1s", "--force").ok();
    assertEquals("shut off (destroyed)", state("coreos-1"));
    assertEquals("running (unpaused)", state("coreos-2"));
  }

  @Test
  @Order(10)
  void aGuestThatStillBootsIsAskedAgain() {
    lab.kvmcore("start", "coreos-1", "--wait", "running").ok();
    lab.kvmcore("shutdown", "coreos-1", "--shutdown-timeout", "120s").ok();
    assertEquals("shut off (shutdown)", state("coreos-1"));
  }

  @Test
  @Order(11)
  void aGuestThatStopsWhileItIsWaitedForIsToldAtOnce() throws Exception {
    Programs.Running start =
        lab.start(Lab.KVMCORE.toString(), "start", "coreos-1", "--timeout", "600s");
    Wait.until("it runs", () -> state("coreos-1").startsWith("running"));
    lab.virsh("destroy", "coreos-1").ok();
    Result told = start.result().exits(1);
    told.says("coreos-1: is shut off while it is waited for")
        .says("kvmcore start --cluster coreos coreos-1 starts it once more");
    assertTrue(told.time().toSeconds() < 60, told::toString);
  }

  /** The script that is printed does the same. */
  @Test
  @Order(12)
  void aDryRunPrintsAScriptThatRestarts() {
    String second = boot("coreos-2");
    String script = lab.kvmcore("restart", "--dry-run").ok().out();
    assertEquals(second, boot("coreos-2"), "a dry run changes nothing");
    assertFalse(script.contains("coreos-9x"), script);
    lab.exec("sh", "-c", script).ok();
    assertNotEquals(second, boot("coreos-2"));
    addresses.forEach((name, address) -> lab.assertAnswers(name, address));
  }

  @Test
  @Order(13)
  @SeedLimit(6)
  @DisplayName("limit 6: start, shutdown and restart take no machine of somebody else's")
  void whatIsNamedAlikeIsLeftAlone() {
    List<String> foreign = foreign();
    for (String command : List.of("start", "shutdown", "restart")) {
      Result refused = lab.kvmcore(command, "coreos-1", "coreos-9x", "coreos-7").exits(3);
      refused.says("nothing was changed").says("coreos-9x exists, but is not a machine");
      refused.says("no machine \"coreos-7\" in cluster coreos");
    }
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), lab.states());
    lab.kvmcore("shutdown", "--force", "--shutdown-timeout", "60s", "-q").ok();
    lab.kvmcore("start", "--wait", "none", "-q").ok();
    lab.kvmcore("restart", "--wait", "none", "--force", "--shutdown-timeout", "1s").ok();
    assertEquals(foreign, foreign());
  }

  @Test
  @Order(14)
  @SeedLimit(7)
  @DisplayName("limit 7: destroy after a shutdown, and of running machines, removes them all")
  void destroyTakesWhatRunsAndWhatIsOff() {
    List<String> foreign = foreign();
    lab.kvmcore("shutdown", "coreos-2", "--force", "--shutdown-timeout", "1s").ok();
    lab.kvmcore("destroy", "--yes").ok();
    assertEquals(List.of(), lab.states());
    assertEquals(foreign, foreign());
    String started = lab.virsh("list", "--all", "--autostart", "--name").ok().out();
    assertEquals("", started.strip());
  }
}
