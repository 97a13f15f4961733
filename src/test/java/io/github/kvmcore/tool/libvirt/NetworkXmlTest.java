package io.github.kvmcore.tool.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.network.Dhcp;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Range;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.tool.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkXmlTest {
  private static final List<Ipv4Range> RANGE =
      List.of(new Ipv4Range(address("192.168.50.10"), address("192.168.50.20")));

  private static Network recorded(String name) {
    return NetworkXml.parse(Outputs.of("virsh/network-" + name), true);
  }

  private static Ipv4Address address(String text) {
    return Ipv4Address.parse(text).orElseThrow();
  }

  @Test
  void aClustersOwn() {
    Network network = recorded("own");
    assertEquals("kvmcore-coreos", network.name());
    assertEquals("coreos", network.cluster());
    assertEquals("[192.168.222.0/24]", network.subnets().toString());
    assertEquals(List.of(address("192.168.222.1")), network.gateways());
    assertEquals(244, network.reservations().size());
    assertEquals(
        new Reservation("52:50:b7:2d:2e:c1", "coreos-1", address("192.168.222.11")),
        network.reservations().get(0));
    assertEquals(address("192.168.222.12"), network.addressOf("52:0e:94:22:27:cd").orElseThrow());
    assertEquals(Identity.networkUuid("coreos"), network.uuid());
  }

  /** Made with another name and UUID, it is somebody else's. */
  @Test
  void aCopyOfAClustersOwnIsNot() {
    assertNull(recorded("copied").cluster());
    String own = Outputs.of("virsh/network-own");
    assertNull(NetworkXml.parse(own.replace(">kvmcore-coreos<", ">x<"), true).cluster());
    String uuid = Identity.networkUuid("coreos").toString();
    String other = Identity.networkUuid("other").toString();
    assertNull(NetworkXml.parse(own.replace(uuid, other), true).cluster());
  }

  @Test
  void isolated() {
    Network network = recorded("isolated");
    assertEquals("[192.168.50.0/25]", network.subnets().toString());
    assertEquals(
        List.of(
            new Reservation("52:54:00:bb:00:01", "printer", address("192.168.50.5")),
            new Reservation("", "named-only", address("192.168.50.6"))),
        network.reservations());
    assertEquals(
        new Dhcp(0, network.subnets().get(0), RANGE, network.reservations()), network.dhcp());
    assertEquals("virbr50", network.bridge());
  }

  @Test
  void routedWithTwoSubnetsAndNoDhcp() {
    Network network = recorded("routed");
    assertEquals("routed net", network.name());
    assertEquals("[172.30.0.0/20, 172.30.64.0/24]", network.subnets().toString());
    assertNull(network.dhcp());
  }

  @Test
  void withoutIpv4() {
    for (String name : List.of("ipv6-only", "bridged", "passthrough")) {
      Network network = recorded(name);
      assertEquals(List.of(), network.subnets());
      assertEquals(List.of(), network.gateways());
      assertEquals(List.of(), network.reservations());
      assertNull(network.dhcp());
      assertEquals(!name.equals("ipv6-only"), network.outer(), name);
    }
    assertEquals("br-lab", recorded("bridged").bridge());
    assertEquals("", recorded("passthrough").bridge());
  }

  @Test
  void withoutPrefixTheAddressesClassCounts() {
    assertEquals("[192.168.53.0/24]", recorded("classful").subnets().toString());
    String text = Outputs.of("virsh/network-classful");
    assertEquals("[10.0.0.0/8]", subnets(text.replace("192.168.53.1'", "10.1.2.3'")));
    assertEquals("[172.20.0.0/16]", subnets(text.replace("192.168.53.1'", "172.20.2.3'")));
  }

  private static String subnets(String text) {
    return NetworkXml.parse(text, false).subnets().toString();
  }

  @Test
  void anotherRootIsRefused() {
    String text = Outputs.of("virsh/domain-machine");
    assertThrows(IllegalArgumentException.class, () -> NetworkXml.parse(text, true));
  }
}
