package io.github.kvmcore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {
  private static Ipv4Subnet subnet(String text) {
    return Ipv4Subnet.parse(text).orElseThrow();
  }

  private static Ipv4Address address(String text) {
    return Ipv4Address.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "192.168.1.10", "127.0.0.1"})
  void addressesComeBack(String text) {
    assertEquals(text, address(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.-4",
        "fd00::1",
        " 1.2.3.4",
        "a.b.c.d"
      })
  void whatIsNoAddress(String text) {
    assertTrue(Ipv4Address.parse(text).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "/8", "1.2.3/8", "1.2.3.4/8/8"})
  void whatIsNoSubnet(String text) {
    assertTrue(Ipv4Subnet.parse(text).isEmpty());
  }

  @Test
  void subnets() {
    assertEquals("192.168.1.0/24", subnet("192.168.1.77/24").toString());
    assertEquals("10.1.2.3/32", subnet("10.1.2.3").toString());
    assertEquals(256, subnet("10.0.0.0/24").size());
    assertEquals(1L << 32, subnet("0.0.0.0/0").size());
    assertEquals("10.0.1.0", subnet("10.0.0.0/23").address(256).toString());
    assertEquals(
        subnet("10.0.0.0/25"), Ipv4Subnet.of(address("10.0.0.9"), address("255.255.255.128")));
    assertThrows(IllegalArgumentException.class, () -> new Ipv4Subnet(address("1.2.3.4"), 33));
  }

  @Test
  void overlaps() {
    assertTrue(subnet("10.0.0.0/8").overlaps(subnet("10.9.0.0/16")));
    assertTrue(subnet("10.9.0.0/16").overlaps(subnet("10.0.0.0/8")));
    assertFalse(subnet("10.9.0.0/16").overlaps(subnet("10.10.0.0/16")));
    assertTrue(subnet("0.0.0.0/0").overlaps(subnet("255.255.255.255")));
    assertTrue(subnet("192.168.1.0/24").contains(address("192.168.1.255")));
    assertFalse(subnet("192.168.1.0/24").contains(address("192.168.2.0")));
  }

  @Test
  void theyAreOrderedWithoutASign() {
    assertTrue(address("9.0.0.0").compareTo(address("192.0.0.0")) < 0);
  }
}
