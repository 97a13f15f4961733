package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines with more hardware than memory, a disk and an interface; few boots with much each. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HardwareIT {
  @RegisterExtension static final Lab lab = new Lab("--default-network");

  private static Path shared;
  private static Snapshot before;

  @Test
  @Order(1)
  void whatTheHostLacksIsToldBeforeAnythingIsChanged() throws IOException {
    Files.setPosixFilePermissions(lab.home(), PosixFilePermissions.fromString("rwx--x--x"));
    Path closed = Files.createDirectory(lab.home().resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    shared = Files.createDirectory(lab.home().resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(shared.resolve("greeting"), "hello\n");
    before = lab.snapshot();
    lab.create("1", "--extra-network", "nosuch")
        .exits(3)
        .says("vm_extra_networks: there is no network 'nosuch'");
    lab.create(
            "1",
            "--extra-network",
            "bridge:nosuch",
            "--cpu-model",
            "Skylark",
            "--hugepages",
            "2MiB",
            "--share",
            closed + ":docs:ro",
            "--share",
            lab.home() + "/missing:more")
        .exits(4)
        .says("there is no bridge nosuch on this host")
        .says("vm_cpu_model: Skylark is no model that libvirt knows")
        .says("huge pages")
        .says("which can't read " + closed)
        .says("/missing does not exist");
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(2)
  void aGuestHasAllThatItWasGiven() {
    lab.create(
            "1",
            "--cpus",
            "2",
            "--cpu-topology",
            "1,2,1",
            "--cpu-model",
            "maximum",
            "--firmware",
            "uefi",
            "--data-disk",
            "64MiB",
            "--data-disk",
            "1GiB",
            "--extra-network",
            "default",
            "--share",
            shared + ":my-docs:ro")
        .ok();
    String address = lab.machines().get(0).get("address").asText();
    JsonNode told = info();
    assertEquals("64 data1\n1024 data2", disks(address));
    guest(address, "ls -d /sys/firmware/efi", "/sys/firmware/efi");
    guest(address, "cat /sys/devices/system/cpu/cpu0/topology/package_cpus_list", "0-1");
    guest(address, awaited("/run/net/eth1.address", "cut -d. -f1-3"), "192.168.122");
    String mac = told.at("/extra_networks/0/mac").asText();
    guest(address, "cat /sys/class/net/eth1/address", mac);
    guest(address, "cat /mnt/my-docs/greeting", "hello");
    lab.ssh(address, "mount | grep my-docs").prints("9p").prints("ro,");
    assertEquals("uefi", told.path("firmware").asText());
    assertEquals(2, told.path("data_disks").size());
    assertEquals(1 << 30, told.at("/data_disks/1/bytes").asLong());
  }

  /**
   * Command on a file that the guest writes when it will: it answers on its first network while it
   * still asks for an address on the second, which dnsmasq thinks over for some seconds.
   */
  private static String awaited(String file, String command) {
    String there = "[ -s " + file + " ]";
    return "for i in $(seq 60); do " + there + " && break; sleep 1; done; " + command + " " + file;
  }

  /** As data1 and data2 are their serial numbers, whatever letters Linux gives them. */
  private static String disks(String address) {
    String each =
        "for d in /sys/block/vd*; do s=$(cat $d/serial); [ -z \"$s\" ] ||"
            + " echo \"$(($(cat $d/size) / 2048)) $s\"; done";
    return lab.ssh(address, each).ok().out().strip();
  }

  @Test
  @Order(3)
  void whatIsOtherwiseInTheSettingsIsToldAndLeft() {
    Snapshot made = lab.snapshot().settled();
    lab.create("1", "--cpus", "2", "--data-disk", "2GiB")
        .ok()
        .says("firmware: uefi, wanted bios")
        .says("data disks: 64.0 MiB 1.0 GiB, wanted 2.0 GiB")
        .says("extra networks: default, wanted none");
    made.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(4)
  void aDataDiskIsKeptWhereTheFirstIsMadeAnew() throws IOException {
    lab.virsh("destroy", "coreos-1").ok();
    Path folder = lab.file("lib/images/coreos");
    Files.delete(folder.resolve("vm-coreos-1.img"));
    Object kept = Files.getAttribute(folder.resolve("vm-coreos-1-data1.img"), "unix:ino");
    lab.create("1", "--firmware", "uefi", "--data-disk", "64MiB", "--wait", "running").ok();
    assertEquals(kept, Files.getAttribute(folder.resolve("vm-coreos-1-data1.img"), "unix:ino"));
    assertTrue(Files.exists(folder.resolve("vm-coreos-1-data2.img")), "the other one too");
    assertEquals(2, info().path("data_disks").size());
  }

  @Test
  @Order(5)
  void destroyTakesAllOfItAway() {
    lab.kvmcore("destroy", "--yes").ok();
    leases(before).assertSame(leases(lab.snapshot()));
    assertFalse(Files.exists(lab.file("lib/qemu/nvram/coreos-1_VARS.fd")));
  }

  @Test
  @Order(6)
  void guestsOnABridgeGiveThemselvesTheirAddressesAndShareByVirtiofs() throws IOException {
    String bridge =
        "ip link add br0 type bridge && ip address add 10.9.8.1/24 dev br0 && ip link set br0 up";
    lab.exec("sh", "-c", bridge).ok();
    Snapshot bridged = lab.snapshot();
    String[] options = {
      "1",
      "--bridge",
      "br0",
      "-e",
      "vm_static_addresses=10.9.8.11-10.9.8.20/24",
      "-e",
      "vm_gateway=10.9.8.1",
      "--share",
      shared + ":data",
      "-e",
      "vm_share_driver=virtiofs"
    };
    lab.create(options).ok().prints("10.9.8.11");
    lab.assertAnswers("coreos-1", "10.9.8.11");
    lab.ssh("10.9.8.11", "ip route").ok().prints("default via 10.9.8.1");
    lab.ssh("10.9.8.11", "echo there > /mnt/data/answer").ok();
    assertEquals("there\n", Files.readString(shared.resolve("answer")));
    assertEquals("", lab.create(options).ok().err().replaceAll("warning: .*\n", ""));
    assertEquals("10.9.8.11/24", info().path("own_address").asText());
    lab.kvmcore("destroy", "--yes").ok();
    bridged.assertSame(lab.snapshot());
  }

  /** The smoke guest's boot loader is signed by nobody. */
  @Test
  @Order(7)
  void secureBootRefusesWhatNobodySigned() {
    lab.create("1", "--firmware", "secure", "--timeout", "20s").exits(6).says("Access Denied");
    assertEquals("secure", info().path("firmware").asText());
    lab.kvmcore("destroy", "--yes").ok();
    assertFalse(Files.exists(lab.file("lib/qemu/nvram/coreos-1_VARS.fd")));
  }

  private static JsonNode info() {
    return Lab.json(lab.kvmcore("info", "-o", "json").ok().out()).get(0);
  }

  private static void guest(String address, String command, String expected) {
    assertEquals(expected, lab.ssh(address, command).ok().out().strip(), command);
  }

  /** dnsmasq keeps a lease of the network default until it ends; nvram's folder is libvirt's. */
  private static Snapshot leases(Snapshot snapshot) {
    return snapshot
        .without("network default lease:")
        .without("/dnsmasq/virbr0.status ")
        .without("/dnsmasq/virbr0.macs ")
        .without("/qemu/nvram");
  }
}
