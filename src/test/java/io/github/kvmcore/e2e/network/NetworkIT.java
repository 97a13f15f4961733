package io.github.kvmcore.e2e.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines on networks that were there before. */
class NetworkIT {
  private static final String FOREIGN =
      "<host mac='52:54:00:00:00:01' name='printer' ip='192.168.122.9'/>";

  @RegisterExtension static final Lab lab = new Lab("--default-network");

  @AfterEach
  void destroy() {
    lab.kvmcore("destroy", "--yes").ok();
  }

  @Test
  void anExistingNetworkKeepsAddressesForTheMachinesWhileTheyExist() {
    lab.virsh("net-update", "default", "add", "ip-dhcp-host", FOREIGN, "--live", "--config").ok();
    Snapshot before = lab.snapshot();
    lab.create("2", "--network", "default").ok();
    List<JsonNode> machines = lab.machines();
    String network = lab.virsh("net-dumpxml", "default").ok().out();
    for (JsonNode machine : machines) {
      String entry =
          "<host mac='%s' name='%s' ip='%s'/>"
              .formatted(
                  machine.get("mac").asText(),
                  machine.get("name").asText(),
                  machine.get("address").asText());
      assertTrue(network.contains(entry), network);
      lab.assertAnswers(machine.get("name").asText(), machine.get("address").asText());
    }
    assertTrue(network.contains(FOREIGN), network);
    lab.ssh(machines.get(0).get("address").asText(), "nc coreos-2 22 < /dev/null")
        .prints("SSH-2.0-");

    lab.create("2", "--network", "default").ok();
    assertEquals(network, lab.virsh("net-dumpxml", "default").ok().out());

    destroy();
    // dnsmasq keeps a lease until it ends, also of a machine that is no more.
    withoutLeases(before).assertSame(withoutLeases(lab.snapshot()));
  }

  @Test
  void anInactiveNetworkIsStarted() {
    lab.virsh("net-destroy", "default").ok();
    lab.create("1", "--network", "default", "--wait", "running").ok();
    lab.virsh("net-list", "--name").ok().prints("default");
    assertEquals(List.of("coreos-1 running"), lab.states());
  }

  @Test
  void aMachineOnABridgeIsFoundWhereverItsAddressComesFrom() {
    String bridge =
        "ip link add br0 type bridge && ip address add 10.9.8.1/24 dev br0 && ip link set br0 up"
            + " && exec dnsmasq --conf-file=/dev/null --port=0 --interface=br0 --bind-interfaces"
            + " --except-interface=lo --dhcp-range=10.9.8.50,10.9.8.90 --no-ping"
            + " --dhcp-leasefile=/run/br0.leases --pid-file=/run/br0.pid";
    lab.exec("sh", "-c", bridge).ok();
    Snapshot before = lab.snapshot();
    Result created = lab.create("2", "--bridge", "br0", "--timeout", "90s").ok();
    List<JsonNode> machines = lab.machines();
    assertEquals(2, machines.size());
    for (JsonNode machine : machines) {
      String address = machine.get("address").asText();
      assertTrue(address.startsWith("10.9.8."), machine::toString);
      created.prints(address);
      lab.assertAnswers(machine.get("name").asText(), address);
    }
    assertFalse(lab.virsh("net-list", "--all", "--name").ok().out().contains("kvmcore"));
    destroy();
    before.assertSame(lab.snapshot());
  }

  private static Snapshot withoutLeases(Snapshot snapshot) {
    return snapshot
        .without("network default lease:")
        .without("/dnsmasq/virbr0.status ")
        .without("/dnsmasq/virbr0.macs ");
  }
}
