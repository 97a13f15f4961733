package io.github.kvmcore.render;

import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.UpdateStrategy;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.model.storage.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is rendered for the folders of {@code test-fixtures/rendered}, which are named the same. */
enum RenderCase {
  KVM_VOLUME("/dev/lv-coreos/HDD-CoreOS-VM1"),
  KVM_9P_OWN_NETWORK("kvm", "x86_64", "9p", "kvmcore-coreos", "/srv/kvm", List.of(RenderCase.KEY)),
  QEMU_ISO_BRIDGE("qemu", "x86_64", "iso", "bridge:br0", "/srv/kvm", List.of(RenderCase.KEY)),
  AARCH64("kvm", "aarch64", "9p", "kvmcore-coreos", "/srv/kvm", List.of(RenderCase.KEY)),
  NO_KEYS("kvm", "x86_64", "9p", "kvmcore-coreos", "/srv/kvm", List.of()),
  HOSTILE(
      "kvm",
      "x86_64",
      "9p",
      "it's \"a\" <net> & ${name}",
      "/srv/it's \"a\" <b> & ${name} ü ]]>",
      RenderCase.hostile()),
  COREOS("9p", "x86_64"),
  IGNITION_FLATCAR("ignition", "x86_64"),
  IGNITION_FCOS("ignition", "x86_64"),
  IGNITION_FCOS_AARCH64("ignition", "aarch64"),
  IGNITION_OWN("ignition", "x86_64"),
  IGNITION_HOSTILE(
      "qemu",
      "x86_64",
      "ignition",
      "it's \"a\" <net> & ${name}",
      "/srv/it's \"a\" <b> ${name} ü ]]>",
      RenderCase.hostile()),
  ETCD("etcd", null, true, true),
  ETCD_JOINS("etcd", null, false, false),
  ETCD_DISCOVERY("etcd", RenderCase.DISCOVERY, true, true),
  ETCD_FLEET("etcd_fleet", null, true, true),
  ETCD_FLEET_PEERS("etcd_fleet", null, true, false),
  ETCD_FLEET_DISCOVERY("etcd_fleet", RenderCase.DISCOVERY, true, true);

  static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft";

  static final String DISCOVERY = "https://discovery.example:8087/3e86b59982e49066c5d813af1c2e2579";

  final List<String> keys;
  final String profile;
  private final boolean founding;
  private final boolean first;
  private final @Nullable String discovery;
  private final String virtType;
  private final String architecture;
  private final String drive;
  private final String network;
  private final Path storage;
  private final Disk disk;

  RenderCase(
      String virtType,
      String architecture,
      String drive,
      String network,
      String storage,
      List<String> keys) {
    this.profile = "basic";
    this.discovery = null;
    this.founding = true;
    this.first = true;
    this.virtType = virtType;
    this.architecture = architecture;
    this.drive = drive;
    this.network = network;
    this.storage = Path.of(storage);
    this.disk = file();
    this.keys = keys;
  }

  RenderCase(String profile, @Nullable String discovery, boolean founding, boolean first) {
    this.profile = profile;
    this.discovery = discovery;
    this.founding = founding;
    this.first = first;
    this.virtType = "kvm";
    this.architecture = "x86_64";
    this.drive = "9p";
    this.network = "kvmcore-coreos";
    this.storage = Path.of("/srv/kvm");
    this.keys = List.of(KEY);
    this.disk = file();
  }

  /** The disk is a logical volume. */
  RenderCase(String volume) {
    this.profile = "basic";
    this.discovery = null;
    this.founding = true;
    this.first = true;
    this.virtType = "kvm";
    this.architecture = "x86_64";
    this.drive = "9p";
    this.network = "kvmcore-coreos";
    this.storage = Path.of("/srv/kvm");
    this.disk = new Disk.Volume(Path.of(volume));
    this.keys = List.of(KEY);
  }

  /** By Ignition, with everything else as usual. */
  RenderCase(String drive, String architecture) {
    this("kvm", architecture, drive, "kvmcore-coreos", "/srv/kvm", List.of(RenderCase.KEY));
  }

  private static List<String> hostile() {
    return List.of(
        KEY + " \"quoted\" 'too' \\ back\\slash \\u0041 \\/",
        KEY + " ${name} <#if x> #{1} ü 機 \uD83D\uDE00",
        KEY + " ]]> </script> <\\/ <!-- # no: comment - {a: [b]}",
        KEY + " a:\ttab \u0085 \u2028 \u00a0 %0a *alias &anchor !tag");
  }

  private Disk file() {
    return new Disk.ImageFile(storage.resolve("vm-coreos-1.img"));
  }

  static Optional<String> shipped(String name) {
    try {
      Path file = Path.of("templates", name);
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String folder() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  Machine machine() {
    return machine(1);
  }

  private Machine machine(int index) {
    String name = "coreos-" + index;
    return new Machine(
        "coreos",
        name,
        index,
        Identity.uuid("coreos", name),
        Identity.mac("coreos", name, ""),
        network.startsWith("bridge:")
            ? null
            : Ipv4Address.parse("192.168.222.1" + index).orElseThrow(),
        2097152,
        2,
        null,
        disk,
        storage.resolve(source().fileName(name)),
        storage.resolve(name + "-console.log"),
        List.of());
  }

  /** Of three members, of which this is the first. */
  private EtcdStart etcd() {
    return profile.equals("basic")
        ? EtcdStart.NONE
        : new EtcdStart(
            discovery == null ? null : new DiscoveryUrl(discovery),
            List.of(machine(1), machine(2), machine(3)),
            founding,
            first,
            "coreos-20260102030405");
  }

  MachineTag tag() {
    Machine machine = machine();
    return new MachineTag(
        "coreos",
        machine.name(),
        1,
        storage,
        machine.disk(),
        machine.drive(),
        machine.console(),
        network,
        Urls.shown("https://images.example/a?b=1&c='2'"),
        profile,
        "2026-01-02T03:04:05Z",
        EtcdTag.of(etcd()),
        storage.resolve("cache/a-0123456789ab.qcow2"),
        os() == Os.OTHER ? OsRelease.UNKNOWN : new OsRelease(os(), "stable", "1.2.3", architecture),
        List.of(),
        K3sRole.NONE,
        null);
  }

  Renderer.Common common() {
    return new Renderer.Common(
        List.of(machine()),
        keys,
        virtType,
        architecture,
        guests(),
        Map.of("coreos-1", etcd()),
        services());
  }

  /** The machine's ssh host key, where it gets one. */
  private Services services() {
    return switch (this) {
      case COREOS, ETCD_FLEET, HOSTILE, IGNITION_FLATCAR, IGNITION_HOSTILE -> {
        String folder = "/srv/it%27s%20%22a%22/.kvmcore/secrets-coreos/ssh-host-coreos-1";
        Map<String, String> words =
            Map.of("ssh_host_key", folder + ".key", "ssh_host_public_key", folder + ".pub");
        yield new Services(
            false,
            "",
            Map.of(),
            new Services.Download("", "", ""),
            Map.of(machine().name(), words));
      }
      default -> Services.NONE;
    };
  }

  private ConfigSource source() {
    return Stream.of(ConfigSource.values())
        .filter(source -> source.toString().equals(drive))
        .findFirst()
        .orElseThrow();
  }

  private Renderer.Guests guests() {
    return new Renderer.Guests(source(), os(), UpdateStrategy.OFF, own());
  }

  /** Two configs of the user's own, too small to be packed: how zlib packs is not ours to say. */
  private OwnConfigs own() {
    return this == IGNITION_OWN
        ? new OwnConfigs(
            Map.of(
                "coreos-1",
                List.of(
                    "{\"ignition\": {\"version\": \"3.0.0\"}}",
                    "{\"ignition\": {\"version\": \"3.2.0\"}, \"systemd\": {\"units\": []}}")),
            Map.of())
        : OwnConfigs.NONE;
  }

  /** The system of the image, where it matters. */
  private Os os() {
    return switch (this) {
      case IGNITION_FLATCAR -> Os.FLATCAR;
      case IGNITION_OWN, IGNITION_FCOS, IGNITION_FCOS_AARCH64 -> Os.FCOS;
      case COREOS, ETCD_FLEET -> Os.COREOS;
      case ETCD_JOINS -> Os.FLATCAR;
      default -> Os.OTHER;
    };
  }

  boolean isIgnition() {
    return source() == ConfigSource.IGNITION;
  }

  /** All texts by the file's name. */
  Map<String, String> rendered() {
    Renderer renderer = new Renderer(new Templates(RenderCase::shipped));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("domain.xml", renderer.domain(machine(), tag(), common()));
    texts.put("network.xml", network(renderer));
    if (isIgnition()) {
      texts.put("config.ign", renderer.ignition(profile, machine(), common()));
      return texts;
    }
    texts.put("user_data", renderer.userData(profile, machine(), common()));
    texts.put("meta_data.json", renderer.metaData(machine(), common()));
    return texts;
  }

  private static String network(Renderer renderer) {
    Ipv4Address gateway = Ipv4Address.parse("192.168.222.1").orElseThrow();
    List<Reservation> hosts =
        List.of(
            new Reservation(Identity.mac("coreos", "coreos-1", ""), "coreos-1", gateway.plus(10)),
            new Reservation(Identity.mac("coreos", "coreos-2", ""), "coreos-2", gateway.plus(11)));
    return renderer.network(
        "kvmcore-coreos", Identity.networkUuid("coreos"), "coreos", gateway, 24, hosts);
  }
}
