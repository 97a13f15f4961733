package io.github.kvmcore.engine.libvirt.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.read.HardwareFacts;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostMemory;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.read.Volumes;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetsTest {
  private static final HostState EMPTY =
      new HostState(List.of(), List.of(), Map.of(), List.of(), Set.of(), Set.of(), Volumes.NONE);

  private static HostFacts facts(String... routes) {
    List<Ipv4Subnet> all = Stream.of(routes).flatMap(r -> Ipv4Subnet.parse(r).stream()).toList();
    return new HostFacts(
        "x86_64",
        2,
        null,
        new HostMemory(0, 0, 0),
        null,
        true,
        "",
        true,
        null,
        false,
        all,
        Map.of(),
        Map.of(),
        Map.of(),
        HardwareFacts.NONE);
  }

  private static Ipv4Subnet subnet(String text) {
    return Ipv4Subnet.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"1, 24", "244, 24", "245, 23", "500, 23", "501, 22", "1000, 22"})
  void asLargeAsNeeded(int machines, int prefix) {
    assertEquals(prefix, Subnets.choose("coreos", machines, EMPTY, facts()).prefix());
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/24, 244", "10.0.0.0/27, 20", "10.0.0.0/28, 13", "10.0.0.0/29, 5"})
  void capacity(String text, int machines) {
    assertEquals(machines, Subnets.capacity(subnet(text)));
  }

  @Test
  void addressesLieInTheSubnetAndAreDistinct() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int machines = 1 + random.nextInt(1000);
      Ipv4Subnet chosen = Subnets.choose("c" + random.nextInt(), machines, EMPTY, facts());
      assertTrue(Subnets.capacity(chosen) >= machines);
      Set<Ipv4Address> seen = new HashSet<>();
      seen.add(chosen.address(0));
      seen.add(Subnets.gateway(chosen));
      seen.add(chosen.address((int) chosen.size() - 1));
      for (int index = 1; index <= Subnets.capacity(chosen); index++) {
        Ipv4Address address = Subnets.addressOf(chosen, index);
        assertTrue(chosen.contains(address));
        assertTrue(seen.add(address), "taken: " + address);
      }
    }
  }

  @Test
  void whatTheHostHasIsLeftAlone() {
    Ipv4Subnet first = Subnets.choose("coreos", 3, EMPTY, facts());
    assertEquals(first, Subnets.choose("coreos", 3, EMPTY, facts("10.1.0.0/16")));
    assertNotEquals(first, Subnets.choose("other", 3, EMPTY, facts()));
    HostFacts half = facts("192.168.0.0/16", "172.16.0.0/12");
    assertTrue(subnet("10.128.0.0/9").overlaps(Subnets.choose("coreos", 3, EMPTY, half)));
  }
}
