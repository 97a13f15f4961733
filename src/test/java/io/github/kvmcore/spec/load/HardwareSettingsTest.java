package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.NetworkFilter;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.StaticAddresses;
import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of {@link HardwareSettings}: what they mean, and every kind of mistake. */
class HardwareSettingsTest {
  private final SettingsFixture host = new SettingsFixture();

  @Test
  void allOfThem() {
    HardwareSettings read =
        host.load(
                SettingsFixture.yaml(
                    """
                    vm_data_disks: [1GiB, 64MiB]
                    vm_extra_networks: [default, "bridge:br1"]
                    vm_network_filter: clean-traffic
                    vm_firmware: secure
                    vm_cpu_model: host-model
                    vm_cpu_count: 8
                    vm_cpu_topology: 1,4,2
                    vm_hugepages: 1GiB
                    vm_shares: ["/srv/a b:docs:ro", "/srv/data:data"]
                    vm_bridge: br0
                    vm_static_addresses: 192.168.50.11-192.168.50.13/24
                    vm_gateway: 192.168.50.1
                    vm_dns: 9.9.9.9, 1.1.1.1
                    """))
            .hardware();
    assertEquals(List.of(1L << 30, 64L << 20), read.dataBytes());
    assertEquals(List.of("default", "bridge:br1"), read.extraNetworks());
    assertEquals(NetworkFilter.CLEAN_TRAFFIC, read.filter());
    assertEquals(Firmware.SECURE, read.firmware());
    assertEquals(new CpuTopology(1, 4, 2), read.topology());
    assertEquals(1L << 20, read.hugePageKiB());
    assertEquals(
        List.of(
            new Share(Path.of("/srv/a b"), "docs", true, ShareDriver.NINE_P),
            new Share(Path.of("/srv/data"), "data", false, ShareDriver.AUTO)),
        read.shares());
    StaticAddresses addresses = read.addresses();
    assertEquals(3, addresses.addresses().size());
    assertEquals("192.168.50.0/24", addresses.subnet().toString());
    assertEquals(Ipv4Address.parse("192.168.50.1").orElseThrow(), addresses.gateway());
    assertEquals(2, addresses.dns().size());
  }

  @Test
  void noneOfThem() {
    assertEquals(HardwareSettings.NONE, host.load().hardware());
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "vm_data_disks|10|'10' has no unit; write 10GiB or 10MiB",
        "vm_data_disks|1MiB|1MiB is too small for a disk (at least 64MiB)",
        "vm_extra_networks|a,a|'a' is there twice",
        "vm_extra_networks|bridge:a b|'a b' is not a bridge's name",
        "vm_network_filter|clean_traffic|'clean_traffic' is not one of none, no-mac-spoofing,"
            + " clean-traffic",
        "vm_network_filter|allow-arp|'allow-arp' is not one of none, no-mac-spoofing,"
            + " clean-traffic",
        "vm_firmware|efi|'efi' is not one of auto, bios, uefi, secure",
        "vm_cpu_model|a b|'a b' is not host-passthrough, host-model, maximum or a processor's model",
        "vm_cpu_topology|1,2|'1,2' is not SOCKETS,CORES,THREADS, such as 1,4,2",
        "vm_cpu_topology|1,2,1|'1,2,1' is 2 processors, and coreos-1 has 1 (vm_cpu_count)",
        "vm_hugepages|3MiB|'3MiB' is no size of huge pages, such as 2MiB or 1GiB",
        "vm_hugepages|some|'some' is not yes or no",
        "vm_shares|/srv/a|'/srv/a' is not DIR:TAG or DIR:TAG:ro",
        "vm_shares|srv:a|'srv' is not an absolute path",
        "vm_shares|/:a|'/' is the root directory; name a folder",
        "vm_shares|/etc/ssh:a|'/etc/ssh' is a system folder",
        "vm_shares|/usr:a|'/usr' is a system folder",
        "vm_shares|/srv/../etc:a|'/etc' is a system folder",
        "vm_shares|/srv/a:config-2|tag 'config-2' is the config drive's: choose another",
        "vm_shares|/srv/a:x,/srv/b:x|tag 'x' is there twice",
        "vm_share_driver|nfs|'nfs' is not one of auto, 9p, virtiofs",
        "vm_gateway|10.0.0.1|means nothing without vm_static_addresses",
        "vm_static_addresses|10.0.0.11-10.0.0.19/24|is for vm_bridge, or for a network",
      })
  void wrong(String name, String value, String reason) {
    String said = host.mistakes(SettingsSource.flag("here", name, value));
    assertTrue(said.startsWith("here: " + name + ": " + reason), said);
    assertEquals(1, said.lines().count(), said);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "10.0.0.11-10.0.0.12/24|holds 2 addresses, 3 are wanted",
        "10.0.0.11-10.0.0.19|says no prefix",
        "10.0.0.11/24,10.0.1.12,10.0.0.13|10.0.1.12 is not in 10.0.0.0/24, as the first one is",
        "10.0.0.11/24,10.0.0.12/25,10.0.0.13|'10.0.0.12/25' has another prefix than those before: /24",
        "10.0.0.11-10.0.0.14/24,10.0.0.12|10.0.0.12 is there twice",
        "10.0.0.19-10.0.0.11/24|'10.0.0.19-10.0.0.11/24' is not a range",
        "10.0.0.252-10.0.0.255/24|10.0.0.255 is that of 10.0.0.0/24 itself, or of all in it",
        "10.0.0.1-10.0.0.5/24|10.0.0.1 is the gateway's (vm_gateway)",
        "127.0.0.1-127.0.0.5/24|'127.0.0.1' is no address for a machine",
        "fd00::1/64|'fd00::1/64' is not an address or a range of them",
      })
  void wrongAddresses(String value, String reason) {
    String said =
        host.mistakes(
            SettingsSource.flag("--bridge", "vm_bridge", "br0"),
            SettingsSource.flag("-e", "vm_gateway", "10.0.0.1"),
            SettingsSource.flag("here", "vm_static_addresses", value));
    assertTrue(said.startsWith("here: vm_static_addresses: " + reason), said);
    assertEquals(1, said.lines().count(), said);
  }
}
