package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.tool.libvirt.VirshTables;
import io.github.kvmcore.tool.network.IpNeigh;
import io.github.kvmcore.tool.network.IpRoute;
import io.github.kvmcore.tool.storage.QemuImg;
import io.github.kvmcore.tool.storage.QemuImgInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Outputs that are lines of words. */
class TablesTest {
  private static Lease lease(String mac, String address) {
    return new Lease(mac, Ipv4Address.parse(address).orElseThrow());
  }

  @Test
  void leases() {
    assertEquals(
        List.of(
            lease("52:0e:94:22:27:cd", "192.168.222.12"),
            lease("52:50:b7:2d:2e:c1", "192.168.222.11"),
            lease("52:60:04:73:ae:d6", "192.168.222.13")),
        VirshTables.addresses(Outputs.of("virsh/leases")));
    assertEquals(List.of(), VirshTables.addresses("\n"));
  }

  @Test
  void odderLeases() {
    assertEquals(
        List.of(lease("52:54:00:00:00:01", "10.0.0.5"), lease("52:54:00:00:00:02", "10.0.0.6")),
        VirshTables.addresses(Outputs.of("virsh/handwritten-leases")));
  }

  @Test
  void addressesOfInterfaces() {
    assertEquals(
        List.of(lease("52:50:b7:2d:2e:c1", "192.168.222.11")),
        VirshTables.addresses(Outputs.of("virsh/addresses-lease")));
  }

  @Test
  void uuids() {
    assertEquals(5, VirshTables.uuids(Outputs.of("virsh/uuids")).size());
    for (String none : List.of("error: no", "1-2-3-4-5", "-----", "1-1-1-1-")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> VirshTables.uuids(none + "\n"));
      assertEquals("no UUID: " + none, e.getMessage());
    }
  }

  @Test
  void filters() {
    Set<String> filters = VirshTables.filters(Outputs.of("virsh/nwfilters"));
    assertEquals(24, filters.size());
    assertTrue(filters.containsAll(List.of("no-mac-spoofing", "clean-traffic")), filters::toString);
    assertEquals(Set.of(), VirshTables.filters("\n"));
  }

  @Test
  void routes() {
    List<String> routes = texts(Outputs.of("ip/routes"));
    assertTrue(routes.containsAll(List.of("10.99.0.0/24", "192.168.50.0/25", "172.30.0.0/20")));
    assertTrue(routes.contains("127.0.0.0/8"));
    assertTrue(routes.contains("192.168.222.255/32"), "a broadcast address is taken too");
  }

  /** 10.7.0.2 was confirmed just now, 10.7.0.3 a while ago, 10.7.0.4 is static, 10.7.0.5 silent. */
  @Test
  void neighbours() {
    String out = Outputs.of("ip/neighbours");
    assertEquals(
        List.of("6a:fb:00:00:00:02 10.7.0.2", "6a:fb:00:00:00:04 10.7.0.4"), shown(out, Set.of()));
    Ipv4Address stale = Ipv4Address.parse("10.7.0.3").orElseThrow();
    assertEquals(
        List.of(
            "6a:fb:00:00:00:02 10.7.0.2",
            "6a:fb:00:00:00:02 10.7.0.3",
            "6a:fb:00:00:00:04 10.7.0.4"),
        shown(out, Set.of(stale)));
  }

  private static List<String> shown(String out, Set<Ipv4Address> answering) {
    return IpNeigh.parse(out, answering).stream()
        .map(it -> it.mac() + " " + it.address())
        .sorted(Comparator.comparing(it -> it.split(" ")[1]))
        .toList();
  }

  @Test
  void odderRoutes() {
    List<String> routes = texts(Outputs.of("ip/handwritten-vpn"));
    assertEquals(
        List.of("10.20.0.0/16", "10.8.0.0/24", "128.0.0.0/2", "192.168.7.0/24"),
        routes.stream().filter(it -> !it.endsWith("/32")).sorted().toList());
    assertEquals(
        Set.of("10.8.0.1/32", "192.168.7.1/32", "192.168.7.2/32"),
        routes.stream().filter(it -> it.endsWith("/32")).collect(Collectors.toSet()),
        "this host has to reach its routers");
    assertFalse(routes.contains("128.0.0.0/1"), "half of the default route meets everything");
  }

  private static List<String> texts(String out) {
    return IpRoute.parse(out).stream().map(Object::toString).toList();
  }

  @Test
  void qemuImg() {
    QemuImgInfo overlay = QemuImg.parseInfo(Outputs.of("qemu-img/overlay"));
    String base = "/var/lib/libvirt/images/foreign/base.qcow2";
    assertEquals(new QemuImgInfo("qcow2", 64 << 20, base, null, false, false), overlay);
    QemuImgInfo raw = QemuImg.parseInfo(Outputs.of("qemu-img/raw"));
    assertEquals(new QemuImgInfo("raw", 8 << 20, null, null, false, false), raw);
  }
}
