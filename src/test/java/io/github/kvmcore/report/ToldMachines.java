package io.github.kvmcore.report;

import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.DiskUse;
import java.nio.file.Path;
import java.util.List;

/** Machines of which all, of which little and of which nothing more is known. */
final class ToldMachines {
  static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final Path STORAGE = Path.of("/var/lib/libvirt/images/coreos");

  private ToldMachines() {}

  static List<MachineDetails> all() {
    return List.of(
        new MachineDetails(
            status("coreos-1", 1, DomainState.RUNNING, "192.168.222.11"),
            tag("coreos-1", 1, Path.of("/cache/smoke-0123.qcow2")),
            full(),
            new DiskUse(598016, 134217728),
            DIGEST,
            "built",
            true),
        new MachineDetails(
            status("coreos-2", 2, DomainState.SHUT_OFF, "192.168.222.12"),
            tag("coreos-2", 2, null),
            Hardware.PLAIN,
            new DiskUse(1 << 30, (10L << 30) + 512),
            null,
            null,
            false),
        new MachineDetails(
            status("coreos-3", 3, DomainState.INCOMPLETE, null),
            tag("coreos-3", 3, null),
            Hardware.PLAIN,
            null,
            null,
            null,
            null));
  }

  private static Hardware full() {
    return new Hardware(
        Firmware.SECURE,
        "host-model",
        new CpuTopology(1, 1, 1),
        2048,
        List.of(new Share(Path.of("/srv/docs"), "docs", true, ShareDriver.NINE_P)),
        List.of(new Hardware.Link("bridge:br0", "52:01:02:03:04:05")),
        "clean-traffic",
        List.of(10L << 30),
        new GuestNetwork(Ipv4Address.parse("192.168.222.11").orElseThrow(), 24, null, List.of()));
  }

  private static MachineStatus status(String name, int index, DomainState state, String address) {
    return new MachineStatus(
        name,
        index,
        state,
        address == null ? null : Ipv4Address.parse(address).orElseThrow(),
        Identity.mac("coreos", name, ""),
        Identity.uuid("coreos", name),
        262144,
        1,
        null,
        null);
  }

  private static MachineTag tag(String name, int index, Path base) {
    return new MachineTag(
        "coreos",
        name,
        index,
        STORAGE,
        new Disk.ImageFile(STORAGE.resolve("vm-" + name + ".img")),
        STORAGE.resolve("configdrive-" + name),
        Path.of("/var/log/libvirt/qemu", name + "-console.log"),
        "kvmcore-coreos",
        "https://images.example/a\u001b[2J.img",
        "basic",
        index == 3 ? "" : "2026-01-02T03:04:05Z",
        EtcdTag.NONE,
        base,
        OsRelease.UNKNOWN,
        index == 1
            ? List.of(new Disk.ImageFile(STORAGE.resolve("vm-coreos-1-data1.img")))
            : List.of(),
        K3sRole.NONE,
        null);
  }
}
