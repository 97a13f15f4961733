package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a cluster beside things of somebody else's, from the first create to destroy. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static Snapshot before;
  private static Result created;
  private static List<JsonNode> machines;

  @Test
  @Order(1)
  void createMakesThreeMachinesThatAnswerOnSshAndPrintsThem() {
    for (String name : List.of("coreos-9x", "my-coreos-db")) {
      lab.define("", foreignDomain(name));
    }
    lab.virsh("start", "--paused", "my-coreos-db").ok();
    lab.define("net", foreignNetwork());
    lab.virsh("net-start", "coreos").ok();
    before = lab.snapshot();

    created = lab.create("3", "--record", record().toString()).ok();

    machines = lab.machines();
    assertEquals(List.of("coreos-1", "coreos-2", "coreos-3"), texts("name"));
    assertEquals(List.of("running", "running", "running"), texts("state"));
    for (JsonNode machine : machines) {
      lab.assertAnswers(text(machine, "name"), text(machine, "address"));
      created.prints(text(machine, "name")).prints(text(machine, "address"));
    }
    assertTrue(created.out().startsWith("NAME "), created::toString);
  }

  @Test
  @Order(2)
  @SeedLimit(2)
  void machinesFindEachOtherByNameFromTheirFirstBoot() {
    String first = text(machines.get(0), "address");
    String third = text(machines.get(2), "address");
    String server = first.substring(0, first.lastIndexOf('.')) + ".1";
    for (String name : List.of("coreos-3", "coreos-3.coreos.internal")) {
      Result asked = lab.ssh(first, "nslookup " + name + " " + server).ok();
      asked.prints("Address: " + third);
    }
    lab.ssh(first, "nc coreos-3 22 < /dev/null").prints("SSH-2.0-");
    // A name that none of its machines has yet is kept for the machine to come.
    Matcher fourth = Pattern.compile("name='coreos-4' ip='([^']+)'").matcher(network());
    assertTrue(fourth.find(), ClusterIT::network);
    lab.ssh(first, "nslookup coreos-4 " + server).ok().prints("Address: " + fourth.group(1));
  }

  @Test
  @Order(3)
  void createAgainChangesNothing() {
    Snapshot made = lab.snapshot().settled();
    String running = runningAndDisks();
    Result again = lab.create("3").ok();
    made.assertSame(lab.snapshot().settled());
    assertEquals(running, runningAndDisks());
    assertEquals(created.out(), again.out());
    System.out.printf("create 3 took %s, again %s%n", created.time(), again.time());
  }

  private static String network() {
    return lab.virsh("net-dumpxml", "kvmcore-coreos").ok().out();
  }

  /** With numbers that change where a machine is started again, or its disk made again. */
  private static String runningAndDisks() {
    String disks = "stat -c '%i %n' /var/lib/libvirt/images/coreos/*.img";
    return lab.virsh("list").ok().out() + lab.exec("sh", "-c", disks).ok().out();
  }

  @Test
  @Order(4)
  @SeedLimit(12)
  void aSecondRunAtOnceEndsWithTheNameOfTheFirst() throws Exception {
    Programs.Running first = lab.startCreate("5");
    Path lock = lab.file("run/kvmcore/kvmcore-coreos.lock");
    Wait.until("the first run holds the cluster", () -> Files.exists(lock) && Files.size(lock) > 0);
    String holder = Files.readString(lock).strip();
    Result second = lab.create("5").exits(5);
    second.says("cluster coreos is being changed by another run").says(holder);
    assertTrue(holder.matches("kvmcore create, process \\d+ of root, since \\S+Z"), holder);
    lab.kvmcore("destroy", "--yes").exits(5).says(holder);
    first.result().ok();
  }

  @Test
  @Order(5)
  void createWithMoreMachinesAddsThemAndLeavesTheOthersAlone() {
    List<JsonNode> five = lab.machines();
    assertEquals(5, five.size());
    assertEquals(machines, five.subList(0, 3));
    lab.assertAnswers("coreos-5", text(five.get(4), "address"));
  }

  @Test
  @Order(6)
  void createWithFewerMachinesRemovesNoneAndSaysHow() {
    Snapshot five = lab.snapshot().settled();
    Result fewer = lab.create("2").ok();
    fewer.says("kvmcore destroy --cluster coreos coreos-3 coreos-4 coreos-5");
    five.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(7)
  @SeedLimit(14)
  void aMachineThatIsRemovedAndMadeAgainHasTheSameIdentity() {
    List<JsonNode> five = lab.machines();
    lab.kvmcore("destroy", "--yes", "coreos-2", "coreos-4", "coreos-5").ok();
    assertEquals(List.of("coreos-1 running", "coreos-3 running"), lab.states());
    lab.create("3").ok();
    List<JsonNode> three = lab.machines();
    assertEquals(five.subList(0, 3), three);
    lab.assertAnswers("coreos-2", text(three.get(1), "address"));
  }

  @Test
  @Order(8)
  void destroyAsksATerminalOnlyAndRemovesNothingWithoutAnAnswer() {
    Snapshot three = lab.snapshot().settled();
    lab.kvmcore("destroy").exits(2).says("--yes");
    three.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(9)
  @SeedLimit({6, 7})
  void destroyLeavesTheHostByteForByteAsItWas() {
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
    lab.kvmcore("destroy", "--yes").ok().says("nothing to remove");
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(10)
  void aRecordOfTheCreationReplaysElsewhere() {
    Result replayed = lab.replay(record(), "3");
    assertEquals(created.out(), replayed.ok().out());
  }

  private static Path record() {
    return lab.home().resolve("record.json");
  }

  private static List<String> texts(String field) {
    return machines.stream().map(machine -> text(machine, field)).toList();
  }

  private static String text(JsonNode machine, String field) {
    return machine.get(field).asText();
  }

  static String foreignDomain(String name) {
    return """
    <domain type='qemu'>
      <name>%s</name>
      <memory unit='MiB'>16</memory>
      <os><type arch='x86_64'>hvm</type></os>
    </domain>
    """
        .formatted(name);
  }

  private static String foreignNetwork() {
    return """
    <network>
      <name>coreos</name>
      <ip address='192.168.77.1' netmask='255.255.255.0'/>
    </network>
    """;
  }
}
