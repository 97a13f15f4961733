package io.github.kvmcore.e2e.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import io.github.kvmcore.model.machine.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Machines on networks that others made, of every kind that libvirt has, and others who have
 * addresses there.
 */
class ForeignNetworksIT {
  private static final Path NETWORKS = Path.of("test-fixtures/plans/somebodys");
  private static final String STRANGER = "6a:fb:00:00:00:01";

  @RegisterExtension static final Lab lab = new Lab();

  private String network = "";
  private String bridge = "";
  private Programs.Running server;

  @AfterEach
  void cleanUp() {
    lab.kvmcore("destroy", "--yes").ok();
    if (server != null) {
      server.kill();
      lab.exec("ip", "netns", "del", "stranger").ok();
    }
    if (!network.isEmpty()) {
      lab.virsh("net-destroy", network).ok();
      lab.virsh("net-undefine", network);
    }
  }

  /** Starts a network of somebody else's. */
  private void network(String file) throws IOException {
    String xml = xml(file);
    lab.define("net", xml);
    lab.virsh("net-start", network).ok();
  }

  private String xml(String file) throws IOException {
    String xml = Files.readString(NETWORKS.resolve(file + ".xml"));
    network = xml.replaceAll("(?s).*<name>(.*)</name>.*", "$1");
    bridge = xml.replaceAll("(?s).*<bridge name='([^']+)'.*", "$1");
    return xml;
  }

  /** Another machine on the network, with a server that says that it speaks ssh. */
  private void stranger(String address) throws Exception {
    lab.exec(
            "sh",
            "-c",
            """
            ip netns add stranger && ip link add fs0 type veth peer name fs1 address %s
            ip link set fs1 netns stranger && ip link set fs0 master %s up
            ip -n stranger link set fs1 up && ip -n stranger address add %s/24 dev fs1
            """
                .formatted(STRANGER, bridge, address))
        .ok();
    server =
        lab.start(
            "ip",
            "netns",
            "exec",
            "stranger",
            "python3",
            "-c",
            """
            import socket
            s = socket.create_server(('', 22))
            while True:
                c, a = s.accept()
                c.sendall(b'SSH-2.0-Other\\r\\n')
                c.close()
            """);
    Wait.until(
        "the other answers",
        () -> lab.exec("bash", "-c", "head -c 4 < /dev/tcp/" + address + "/22").status() == 0);
  }

  private static String address() {
    return lab.machines().get(0).get("address").asText();
  }

  private String reservations() {
    return lab.virsh("net-dumpxml", network).ok().out();
  }

  @Test
  void addressesAreOfTheRange() throws IOException {
    network("small-range");
    lab.create("2", "--network", network).ok();
    for (JsonNode machine : lab.machines()) {
      String address = machine.get("address").asText();
      assertTrue(address.matches("192\\.168\\.60\\.(10[0-9]|110)"), address);
      lab.assertAnswers(machine.get("name").asText(), address);
    }
  }

  @Test
  void anAddressThatAnotherHasIsNotChosen() throws Exception {
    network("small-range");
    String usual = lab.create("1", "--network", network, "-n").ok().out();
    String address = usual.replaceAll("(?s).*(192\\.168\\.60\\.[0-9]+).*", "$1");
    stranger(address);
    Result created = lab.create("1", "--network", network).ok();
    assertFalse(created.out().contains(address), created::toString);
    lab.assertAnswers("coreos-1", address());
  }

  @Test
  void anAddressThatAnotherHasIsRefusedAndHisAnswersDoNotCount() throws Exception {
    network("small-range");
    Path inventory = lab.home().resolve("hosts");
    Files.writeString(inventory, "[coreos_servers]\nh1 ansible_host=192.168.60.55\n");
    String[] options = {"--inventory", inventory.toString(), "--network", network};
    stranger("192.168.60.55");
    Snapshot before = lab.snapshot();
    lab.create(options)
        .exits(3)
        .says("h1: its address 192.168.60.55 is in use on small-range by " + STRANGER);
    before.assertSame(lab.snapshot());

    // The kernel still knows him; that he is gone, only his silence says.
    lab.exec("ip", "-n", "stranger", "address", "flush", "dev", "fs1").ok();
    lab.exec("ip", "neigh", "change", "192.168.60.55", "dev", bridge, "nud", "stale").ok();
    lab.create(options).ok();
    lab.assertAnswers("h1", "192.168.60.55");
    lab.kvmcore("status", "-o", "json").ok().prints("\"ssh\": true");

    lab.virsh("domif-setlink", "h1", Identity.mac("coreos", "h1", ""), "down").ok();
    lab.exec("ip", "-n", "stranger", "address", "add", "192.168.60.55/24", "dev", "fs1").ok();
    lab.exec("ip", "neigh", "flush", "dev", bridge).ok();
    lab.kvmcore("status", "-o", "json").ok().prints("\"ssh\": false");
    Result late = lab.kvmcore("restart", "h1", "--force", "--timeout", "1s");
    late.exits(6).says("its address 192.168.60.55 is in use by " + STRANGER);
  }

  /** Whoever had an address a moment ago, and is silent to all but ARP, or gone. */
  @Test
  void whoIsSilentCountsAsLongAsHeIsThere() throws Exception {
    network("small-range");
    stranger("192.168.60.55");
    lab.exec(
            "sh",
            "-c",
            "ip netns exec stranger iptables -P INPUT DROP && ip neigh flush dev " + bridge)
        .ok();
    Path inventory = lab.home().resolve("hosts");
    Files.writeString(inventory, "[coreos_servers]\nh1 ansible_host=192.168.60.55\n");
    String[] options = {"--inventory", inventory.toString(), "--network", network, "-n"};
    lab.create(options).exits(3).says("in use on small-range by " + STRANGER);
    // With another machine there, the bridge keeps its carrier, and the kernel its neighbours.
    String other = "ip link add other type veth peer name other1 && ip link set other1 up";
    lab.exec("sh", "-c", other + " && ip link set other master " + bridge + " up").ok();
    lab.exec("ip", "link", "del", "fs0").ok();
    lab.exec("ip", "neigh", "show", "dev", bridge).ok().prints(STRANGER + " REACHABLE");
    lab.create(options).ok();
    lab.exec("ip", "link", "del", "other").ok();
  }

  /** DHCP on the second subnet, or behind IPv6 addresses; a network that libvirt does not keep. */
  @ParameterizedTest
  @CsvSource({"two-subnets, 192.168.62.", "dual-stack, 192.168.63.", "passing, 192.168.70."})
  void addressesAreKeptWhereTheyAreGivenOut(String file, String subnet) throws IOException {
    if (file.equals("passing")) {
      Path xml = lab.home().resolve("passing.xml");
      Files.writeString(xml, xml(file));
      lab.virsh("net-create", xml.toString()).ok();
    } else {
      network(file);
    }
    String before = reservations();
    lab.create("1", "--network", network).ok();
    assertTrue(address().startsWith(subnet), address());
    assertTrue(reservations().contains("ip='" + address() + "'/>"), reservations());
    lab.assertAnswers("coreos-1", address());
    lab.kvmcore("destroy", "--yes").ok();
    assertEquals(before, reservations());
  }

  @ParameterizedTest
  @CsvSource({"no-dhcp", "ipv6-only"})
  void aNetworkWithoutAddressesIsRefused(String file) throws IOException {
    network(file);
    Snapshot before = lab.snapshot();
    lab.create("1", "--network", network)
        .exits(3)
        .says("libvirt gives out no IPv4 addresses on network " + network);
    before.assertSame(lab.snapshot());
  }

  @Test
  void guestsGiveThemselvesAddressesWhereNobodyDoes() throws IOException {
    network("no-dhcp");
    String range = "vm_static_addresses=192.168.64.20-192.168.64.29/24";
    lab.create("1", "--network", network, "-e", range).ok();
    lab.assertAnswers("coreos-1", "192.168.64.20");
  }

  /** The machine was moved to a network where nobody gave it an address. */
  @Test
  void aLeaseOfAnotherNetworkIsNotTheMachines() throws IOException {
    String first = xml("small-range");
    network("no-dhcp");
    lab.define("net", first);
    lab.virsh("net-start", "small-range").ok();
    lab.create("1", "--network", "small-range", "--wait", "address").ok();
    assertTrue(address().startsWith("192.168.60."), address());
    lab.virsh("destroy", "coreos-1").ok();
    String domain = lab.virsh("dumpxml", "coreos-1").ok().out();
    lab.define("", domain.replace("<source network='small-range'", "<source network='no-dhcp'"));
    lab.virsh("start", "coreos-1").ok();
    lab.virsh("net-dhcp-leases", "small-range").ok().prints("coreos-1");
    assertTrue(lab.machines().get(0).get("address").isNull(), lab.machines()::toString);
    assertFalse(lab.kvmcore("inventory").ok().out().contains("192.168."));
    assertEquals("", lab.kvmcore("hosts").ok().out());
    lab.kvmcore("ssh", "coreos-1", "true").exits(1).says("no known address");
    lab.kvmcore("destroy", "--yes").ok();
    lab.virsh("net-destroy", "small-range").ok();
    lab.virsh("net-undefine", "small-range").ok();
  }

  /** The host has no address on the bridge, so it can't see whose the machine's address is. */
  @Test
  void behindARouterTheHostKeyTellsWhoAnswers() throws IOException {
    lab.exec(
            "sh",
            "-c",
            """
            ip link add br9 type bridge && ip link set br9 up && ip netns add router
            ip link add in0 type veth peer name in1 && ip link set in1 netns router
            ip link add out0 type veth peer name out1 && ip link set out1 netns router
            ip link set in0 master br9 up && ip link set out0 up
            ip -n router link set in1 up && ip -n router link set out1 up
            ip -n router address add 10.9.8.1/24 dev in1
            ip -n router address add 10.9.7.2/30 dev out1
            ip netns exec router sysctl -qw net.ipv4.ip_forward=1
            ip address add 10.9.7.1/30 dev out0 && ip route add 10.9.8.0/24 via 10.9.7.2
            """)
        .ok();
    String[] options = {
      "1",
      "--bridge",
      "br9",
      "-e",
      "vm_static_addresses=10.9.8.11-10.9.8.20/24",
      "-e",
      "vm_gateway=10.9.8.1"
    };
    Result created = lab.create(options).ok();
    assertFalse(created.err().contains("not confirmed"), created::toString);
    lab.kvmcore("status", "-o", "json").ok().prints("\"ssh\": true");

    Path key = lab.file("lib/images/coreos/.kvmcore/secrets-coreos/ssh-host-coreos-1.pub");
    String right = Files.readString(key);
    Files.writeString(key, Files.readString(lab.home().resolve("key.pub")));
    lab.kvmcore("status", "-o", "json").ok().prints("\"ssh\": false");
    Files.delete(key);
    lab.kvmcore("status").ok().says("coreos-1: address 10.9.8.11 not confirmed").prints(" yes ");
    Files.writeString(key, right);
    lab.kvmcore("destroy", "--yes").ok();
    lab.exec("sh", "-c", "ip netns del router; ip link del br9").ok();
  }
}
