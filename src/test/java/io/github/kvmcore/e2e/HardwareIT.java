package io.github.kvmcore.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines with more hardware than memory, a disk and an interface. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HardwareIT {
  @RegisterExtension static final Lab lab = new Lab("--default-network", "--lvm");

  private static final Path SHARED = Path.of("/srv/kvmcore-e2e");

  private static Snapshot before;

  @Test
  @Order(1)
  void whatTheHostLacksIsToldBeforeAnythingIsChanged() {
    lab.exec("mkdir", "-p", lab.home() + "/closed").ok();
    lab.exec("chmod", "0700", lab.home() + "/closed").ok();
    before = lab.snapshot();
    lab.create("1", "--extra-network", "nosuch", "--wait", "none")
        .exits(3)
        .says("vm_extra_networks: there is no network 'nosuch'");
    lab.create(
            "1",
            "--extra-network=bridge:nosuch",
            "--cpu-model=Skylark",
            "--hugepages=2MiB",
            "--share=" + lab.home() + "/closed:docs:ro",
            "--share=" + lab.home() + "/missing:more")
        .exits(4)
        .says("there is no bridge nosuch on this host")
        .says("vm_cpu_model: Skylark is no model that libvirt knows")
        .says("huge pages: 0 of 2048 KiB free, 128 needed")
        .says("which can't read " + lab.home())
        .says("/missing does not exist");
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(2)
  void aGuestSeesAllThatItWasGiven() throws IOException {
    lab.create(
            "1",
            "--cpus=2",
            "--cpu-topology=1,1,2",
            "--cpu-model=maximum",
            "--firmware=uefi",
            "--data-disk=64MiB",
            "--data-disk=1GiB",
            "--extra-network=default",
            "--share=" + shared() + ":docs:ro",
            "--timeout=300s")
        .ok();
    JsonNode machine = lab.machines().get(0);
    String address = machine.get("address").asText();
    guest(address, "cat /sys/block/vdc/serial /sys/block/vdd/serial", "data1\ndata2");
    guest(address, "cat /sys/block/vdc/size /sys/block/vdd/size", "131072\n2097152");
    guest(address, "ls -d /sys/firmware/efi", "/sys/firmware/efi");
    guest(address, "grep -c ^processor /proc/cpuinfo", "2");
    guest(address, "cat /sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0-1");
    guest(address, "cat /run/net/eth1.address | cut -d. -f1-3", "192.168.122");
    JsonNode link = info().get("extra_networks").get(0);
    guest(address, "cat /sys/class/net/eth1/address", link.get("mac").asText());
    assertEquals("hello\n", console("cat /run/share-docs"), "the share, mounted by the guest's root");
  }

  private static Path shared() throws IOException {
    return SHARED;
  }

  private static JsonNode info() {
    return null;
  }

  private static String console(String command) {
    return "";
  }

  private static void guest(String address, String command, String expected) {
    assertEquals(expected, lab.ssh(address, command).ok().out().strip(), command);
  }
}
