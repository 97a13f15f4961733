package io.github.kvmcore.render;

import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.UpdateStrategy;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is rendered for the folders of {@code test-fixtures/hardware}, which are named the same. */
enum HardwareCase {
  DATA_DISKS(new Builder().data(10L << 30, 1L << 40)),
  DATA_VOLUMES(new Builder().volume().data(10L << 30)),
  EXTRA_NETWORKS(new Builder().links("default", "bridge:br0")),
  NO_MAC_SPOOFING(new Builder().filter("no-mac-spoofing").links("default")),
  CLEAN_TRAFFIC(new Builder().filter("clean-traffic").links("bridge:br0").address("192.168.50.1")),
  UEFI(new Builder().firmware(Firmware.UEFI)),
  UEFI_AARCH64(new Builder().architecture("aarch64").firmware(Firmware.UEFI)),
  SECURE(new Builder().firmware(Firmware.SECURE)),
  CPU_HOST_MODEL(new Builder().cpu("host-model", null)),
  CPU_MAXIMUM_TOPOLOGY(new Builder().cpu("maximum", new CpuTopology(1, 4, 2))),
  CPU_NAMED(new Builder().cpu("Skylake-Client-IBRS", new CpuTopology(2, 4, 1))),
  CPU_TOPOLOGY_EMULATED(new Builder().emulated().cpu("", new CpuTopology(1, 8, 1))),
  HUGE_PAGES(new Builder().pages(2048)),
  SHARES_9P(
      new Builder().share("/srv/it's <a> & b", "docs", true).share("/srv/data", "my-data", false)),
  SHARES_VIRTIOFS(new Builder().virtiofs().pages(1 << 20).share("/srv/data", "my-data", false)),
  STATIC_CLOUD_CONFIG(new Builder().address("192.168.50.1")),
  STATIC_FLATCAR(
      new Builder().os(Os.FLATCAR).address("192.168.50.1").share("/srv/data", "my-data", true)),
  STATIC_FCOS(
      new Builder().os(Os.FCOS).address("192.168.50.1").share("/srv/data", "my-data", true)),
  STATIC_ALONE(new Builder().os(Os.OTHER).address(null));

  private static final Path STORAGE = Path.of("/srv/kvm");

  private final Builder built;

  HardwareCase(Builder built) {
    this.built = built;
  }

  String folder() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  boolean isIgnition() {
    return built.os != null;
  }

  private ConfigSource source() {
    return isIgnition() ? ConfigSource.IGNITION : ConfigSource.NINE_P;
  }

  Machine machine() {
    Disk disk =
        built.volume
            ? new Disk.Volume(Path.of("/dev/data/HDD-CoreOS-VM1"))
            : new Disk.ImageFile(STORAGE.resolve("vm-coreos-1.img"));
    return new Machine(
        "coreos",
        "coreos-1",
        1,
        Identity.uuid("coreos", "coreos-1"),
        Identity.mac("coreos", "coreos-1", ""),
        built.network == null ? null : built.network.address(),
        2097152,
        8,
        null,
        disk,
        STORAGE.resolve(source().fileName("coreos-1")),
        STORAGE.resolve("coreos-1-console.log"),
        IntStream.rangeClosed(1, built.data.size()).<Disk>mapToObj(disk::data).toList(),
        new Hardware(
            built.firmware,
            built.cpu,
            built.topology,
            built.pages,
            built.shares(),
            built.links,
            built.filter,
            built.data,
            built.network),
        "");
  }

  MachineTag tag() {
    Machine machine = machine();
    return new MachineTag(
        "coreos",
        machine.name(),
        1,
        STORAGE,
        machine.disk(),
        machine.drive(),
        machine.console(),
        built.network == null ? "kvmcore-coreos" : "bridge:br0",
        "https://images.example/a",
        "basic",
        "2026-01-02T03:04:05Z",
        EtcdTag.NONE,
        null,
        OsRelease.UNKNOWN,
        machine.dataDisks(),
        K3sRole.NONE,
        null);
  }

  /** All texts by the file's name. */
  Map<String, String> rendered() {
    Renderer renderer = new Renderer(new Templates(RenderCase::shipped));
    Renderer.Common common =
        new Renderer.Common(
            List.of(machine()),
            List.of(RenderCase.KEY),
            built.virtType,
            built.architecture,
            new Renderer.Guests(
                source(),
                built.os == null ? Os.OTHER : built.os,
                UpdateStrategy.SYSTEM,
                OwnConfigs.NONE),
            Map.of(),
            Services.NONE);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("domain.xml", renderer.domain(machine(), tag(), common));
    if (isIgnition()) {
      texts.put("config.ign", renderer.ignition("basic", machine(), common));
    } else {
      texts.put("user_data", renderer.userData("basic", machine(), common));
    }
    return texts;
  }

  /** A machine with nothing, and what is added. */
  private static final class Builder {
    private Firmware firmware = Firmware.BIOS;
    private String cpu = "";
    private @Nullable CpuTopology topology;
    private long pages;
    private List<Share> shares = List.of();
    private List<Hardware.Link> links = List.of();
    private String filter = "";
    private List<Long> data = List.of();
    private @Nullable GuestNetwork network;
    private @Nullable Os os;
    private boolean volume;
    private String virtType = "kvm";
    private String architecture = "x86_64";
    private ShareDriver driver = ShareDriver.NINE_P;

    Builder data(Long... bytes) {
      data = List.of(bytes);
      return this;
    }

    Builder volume() {
      volume = true;
      return this;
    }

    Builder links(String... networks) {
      links =
          IntStream.range(0, networks.length)
              .mapToObj(
                  i ->
                      new Hardware.Link(networks[i], Identity.mac("coreos", "coreos-1", "", i + 1)))
              .toList();
      return this;
    }

    Builder filter(String wanted) {
      filter = wanted;
      return this;
    }

    Builder firmware(Firmware wanted) {
      firmware = wanted;
      return this;
    }

    Builder architecture(String wanted) {
      architecture = wanted;
      return this;
    }

    Builder emulated() {
      virtType = "qemu";
      return this;
    }

    Builder cpu(String model, @Nullable CpuTopology arranged) {
      cpu = model;
      topology = arranged;
      return this;
    }

    Builder pages(long kibibytes) {
      pages = kibibytes;
      return this;
    }

    Builder virtiofs() {
      driver = ShareDriver.VIRTIOFS;
      return this;
    }

    Builder share(String folder, String tag, boolean readOnly) {
      List<Share> all = new java.util.ArrayList<>(shares);
      all.add(new Share(Path.of(folder), tag, readOnly, ShareDriver.AUTO));
      shares = all;
      return this;
    }

    List<Share> shares() {
      return shares.stream().map(share -> share.by(driver)).toList();
    }

    Builder os(Os wanted) {
      os = wanted;
      return this;
    }

    Builder address(@Nullable String gateway) {
      Ipv4Address address = Ipv4Address.parse("192.168.50.11").orElseThrow();
      network =
          gateway == null
              ? new GuestNetwork(address, 24, null, List.of())
              : new GuestNetwork(
                  address,
                  24,
                  Ipv4Address.parse(gateway).orElseThrow(),
                  List.of(
                      Ipv4Address.parse("192.168.50.1").orElseThrow(),
                      Ipv4Address.parse("192.168.50.2").orElseThrow()));
      return this;
    }
  }
}
