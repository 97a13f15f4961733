package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster whose machines an inventory of Ansible's names. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NamesIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String TWO =
      """
      # Ansible's own variables mean nothing to kvmcore.
      [coreos_servers]
      node[01:02]:22 ansible_user=core
      node02 vm_memory=320MiB ansible_host=192.168.77.40

      [coreos_servers:vars]
      ansible_python_interpreter = /opt/bin/python # none there
      """;

  private static Snapshot before;

  private static Path inventory() {
    return lab.home().resolve("hosts.ini");
  }

  private static Result create(String inventory, String... arguments) throws IOException {
    Files.writeString(inventory(), inventory);
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--inventory";
    all[arguments.length + 1] = inventory().toString();
    return lab.create(all);
  }

  @Test
  @Order(1)
  @SeedLimit(4)
  void machinesAreListedByNameInAnInventoryAndHaveNoPrefix() throws IOException {
    before = lab.snapshot();
    create(TWO).ok();

    List<JsonNode> machines = lab.machines();
    assertEquals(List.of("node01 running", "node02 running"), lab.states());
    assertEquals(0, machines.get(0).get("index").asInt());
    assertEquals("192.168.77.11", machines.get(0).get("address").asText());
    assertEquals("192.168.77.40", machines.get(1).get("address").asText());
    assertEquals(256 << 10, machines.get(0).get("memory_kib").asInt());
    assertEquals(320 << 10, machines.get(1).get("memory_kib").asInt());
    lab.assertAnswers("node01", "192.168.77.11");
    lab.assertAnswers("node02", "192.168.77.40");
    lab.ssh("192.168.77.11", "nc node02 22 < /dev/null").prints("SSH-2.0-");
    lab.ssh("192.168.77.40", "nslookup node01 192.168.77.1").ok().prints("192.168.77.11");
    lab.exec("ls", "/var/lib/libvirt/images/coreos/vm-coreos-node01.img").ok();
  }

  @Test
  @Order(2)
  void aNameThatIsAddedLaterIsKnownToTheOthers() throws IOException {
    create(TWO.replace("[01:02]", "[01:03]")).ok();
    assertEquals(List.of("node01 running", "node02 running", "node03 running"), lab.states());
    String address = lab.machines().get(2).get("address").asText();
    lab.assertAnswers("node03", address);
    lab.ssh("192.168.77.11", "nc node03 22 < /dev/null").prints("SSH-2.0-");
  }

  @Test
  @Order(3)
  void theSameAgainChangesNothing() throws IOException {
    Snapshot three = lab.snapshot().settled();
    create(TWO.replace("[01:02]", "[01:03]")).ok();
    three.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(4)
  void theSameNameInAnotherClusterIsRefusedBeforeAnythingIsChanged() throws IOException {
    Snapshot three = lab.snapshot().settled();
    lab.create("--cluster", "other", "--names", "node01,db")
        .exits(3)
        .says("node01: is a machine of cluster coreos already");
    three.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(5)
  void destroyByNameNeedsNoInventoryAndFreesTheAddress() throws IOException {
    Files.delete(inventory());
    lab.kvmcore("destroy", "--yes", "node01", "node03").ok();
    assertEquals(List.of("node02 running"), lab.states());
    String network = lab.virsh("net-dumpxml", "kvmcore-coreos").ok().out();
    assertTrue(network.contains("node02") && !network.contains("node01"), network);
    assertTrue(!network.contains("node03"), network);
  }

  @Test
  @Order(6)
  void destroyLeavesTheHostAsItWas() {
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }
}
