package io.github.kvmcore.e2e.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A guest that sends under false addresses, with libvirt's network filter and without. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworkFilterIT {
  @RegisterExtension static final Lab lab = new Lab("--default-network");

  private static final String FORGED_MAC = "02:00:00:00:00:77";

  @Test
  @Order(1)
  void aMissingFilterIsReportedBeforeAnythingIsChanged() {
    lab.virsh("nwfilter-undefine", "clean-traffic").ok();
    Snapshot without = lab.snapshot();
    lab.create("1", "--network-filter", "clean-traffic")
        .exits(4)
        .says("vm_network_filter: libvirt has no filter clean-traffic")
        .says("apt-get install libvirt-daemon-config-nwfilter");
    without.assertSame(lab.snapshot());
    lab.virsh("nwfilter-define", "/usr/share/libvirt/nwfilter/clean-traffic.xml").ok();
  }

  @Test
  @Order(2)
  void theFilterIsOnEachInterface() {
    lab.create("1", "--network-filter", "clean-traffic", "--extra-network", "default").ok();
    String xml = lab.virsh("dumpxml", "coreos-1").ok().out();
    assertEquals(2, xml.split("<filterref filter='clean-traffic'", -1).length - 1, xml);
    assertTrue(xml.contains("<parameter name='IP' value='" + address(0) + "'/>"), xml);
    String rules = lab.exec("ebtables", "-t", "nat", "-L").ok().out();
    List<String> taps = taps("coreos-1");
    assertEquals(2, taps.size());
    for (String tap : taps) {
      assertTrue(rules.contains("-i " + tap + " -j libvirt-I-" + tap), rules);
    }
    lab.kvmcore("info").ok().prints("clean-traffic");
    lab.kvmcore("verify", "--all").ok();
  }

  /** The second machine has no filter: the same forgeries get an answer there. */
  @Test
  @Order(3)
  void forgedAddressesAreDropped() {
    lab.create("2", "--extra-network", "default")
        .ok()
        .says("network filter: clean-traffic, wanted none");
    for (int machine : new int[] {0, 1}) {
      boolean filtered = machine == 0;
      assertTrue(pings(machine, ""), "under its own addresses");
      String add = "ip address add 192.168.122.77/24 dev eth1; ";
      String remove = "; s=$?; ip address del 192.168.122.77/24 dev eth1; exit $s";
      assertEquals(!filtered, pings(machine, add, " -I 192.168.122.77", remove), "forged address");
      assertEquals(!filtered, pings(machine, mac(FORGED_MAC), "", ""), "forged MAC address");
      String learned = lab.exec("bridge", "fdb", "show", "br", "virbr0").ok().out();
      assertEquals(!filtered, learned.contains(FORGED_MAC), learned);
    }
    assertTrue(pings(0, mac("$(cat /run/eth1.mac)"), "", ""), "its own MAC address again");
  }

  @Test
  @Order(4)
  void destroyTakesTheRulesAway() {
    lab.kvmcore("destroy", "--yes").ok();
    assertFalse(lab.exec("ebtables", "-t", "nat", "-L").ok().out().contains("vnet"));
  }

  private static String address(int machine) {
    return lab.machines().get(machine).get("address").asText();
  }

  private static List<String> taps(String machine) {
    return Stream.of(lab.virsh("domiflist", machine).ok().out().split("\\s+"))
        .filter(word -> word.startsWith("vnet"))
        .toList();
  }

  private static String mac(String to) {
    return "[ -s /run/eth1.mac ] || cat /sys/class/net/eth1/address > /run/eth1.mac;"
        + " ip link set eth1 down; ip link set eth1 address "
        + to
        + "; ip link set eth1 up; ";
  }

  /** Whether the host answers on the second network; the connection is by the first. */
  private static boolean pings(int machine, String... parts) {
    String first = parts[0];
    String option = parts.length > 1 ? parts[1] : "";
    String last = parts.length > 1 ? parts[2] : "";
    String there = "for i in $(seq 60); do [ -s /run/net/eth1.address ] && break; sleep 1; done; ";
    String ping = there + first + "ping -c 3 -W 2" + option + " 192.168.122.1" + last;
    Result pinged = lab.ssh("root", address(machine), ping);
    assertTrue(pinged.status() <= 1, pinged::toString);
    return pinged.status() == 0;
  }
}
