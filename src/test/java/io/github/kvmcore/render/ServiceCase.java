package io.github.kvmcore.render;

import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.UpdateStrategy;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.K3sStart;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Ignition configs of {@code test-fixtures/services}, whose files are named the same. */
enum ServiceCase {
  FLATCAR_ETCD(Os.FLATCAR, "x86_64", null, true, true),
  FLATCAR_ETCD_JOINS(Os.FLATCAR, "x86_64", null, false, true),
  FLATCAR_ETCD_DISCOVERY(Os.FLATCAR, "x86_64", RenderCase.DISCOVERY, true, true),
  FLATCAR_ETCD_CLEAR(Os.FLATCAR, "x86_64", null, true, false),
  FCOS_ETCD(Os.FCOS, "x86_64", null, true, true),
  FCOS_ETCD_JOINS(Os.FCOS, "x86_64", null, false, true),
  FCOS_ETCD_DISCOVERY(Os.FCOS, "x86_64", RenderCase.DISCOVERY, true, true),
  FCOS_ETCD_CLEAR(Os.FCOS, "x86_64", null, true, false),
  FLATCAR_K3S_SERVER(Os.FLATCAR, "x86_64", new K3sStart(K3sRole.ONLY_SERVER, true, "")),
  FLATCAR_K3S_FOUNDER(Os.FLATCAR, "aarch64", new K3sStart(K3sRole.SERVER, true, "")),
  FLATCAR_K3S_FURTHER(Os.FLATCAR, "x86_64", new K3sStart(K3sRole.SERVER, false, "192.168.222.12")),
  FLATCAR_K3S_AGENT(Os.FLATCAR, "x86_64", new K3sStart(K3sRole.AGENT, false, "192.168.222.12")),
  FCOS_K3S_SERVER(Os.FCOS, "x86_64", new K3sStart(K3sRole.ONLY_SERVER, true, "")),
  FCOS_K3S_FOUNDER(Os.FCOS, "x86_64", new K3sStart(K3sRole.SERVER, true, "")),
  FCOS_K3S_FURTHER(Os.FCOS, "aarch64", new K3sStart(K3sRole.SERVER, false, "192.168.222.12")),
  FCOS_K3S_AGENT(Os.FCOS, "x86_64", new K3sStart(K3sRole.AGENT, false, "192.168.222.12"));

  /** The longest that a machine's name can be, and one that YAML would take for a number. */
  private static final String NAME = "e" + "-1".repeat(31);

  private static final String SECRETS = "/srv/it%27s%20%22a%22/.kvmcore/secrets-coreos/";

  final Os os;
  final String profile;
  private final String architecture;
  private final @Nullable String discovery;
  private final boolean founding;
  private final boolean tls;
  private final K3sStart k3s;

  ServiceCase(
      Os os, String architecture, @Nullable String discovery, boolean founding, boolean tls) {
    this.os = os;
    this.profile = "etcd";
    this.architecture = architecture;
    this.discovery = discovery;
    this.founding = founding;
    this.tls = tls;
    this.k3s = K3sStart.NONE;
  }

  ServiceCase(Os os, String architecture, K3sStart k3s) {
    this.os = os;
    this.profile = "k3s";
    this.architecture = architecture;
    this.discovery = null;
    this.founding = true;
    this.tls = false;
    this.k3s = k3s;
  }

  String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".ign";
  }

  /** An agent has a further network. */
  private Hardware hardware() {
    Hardware.Link link = new Hardware.Link("storage", "52:54:00:00:00:01");
    return k3s.role() == K3sRole.AGENT
        ? new Hardware(Firmware.BIOS, "", null, 0, List.of(), List.of(link), "", List.of(), null)
        : Hardware.PLAIN;
  }

  private Machine machine(String name, int last) {
    Path storage = Path.of("/srv/it's \"a\"");
    return new Machine(
        "coreos",
        name,
        0,
        Identity.uuid("coreos", name),
        Identity.mac("coreos", name, ""),
        Ipv4Address.parse("192.168.222." + last).orElseThrow(),
        2097152,
        2,
        null,
        new Disk.ImageFile(storage.resolve("vm-coreos-" + name + ".img")),
        storage.resolve(ConfigSource.IGNITION.fileName(name)),
        storage.resolve(name + "-console.log"),
        List.of(),
        hardware(),
        "");
  }

  private Map<String, EtcdStart> etcd(Machine machine) {
    EtcdStart start =
        new EtcdStart(
            discovery == null ? null : new DiscoveryUrl(discovery),
            List.of(machine, machine("coreos-2", 12), machine("y", 13)),
            founding,
            true,
            "coreos-20260102030405");
    return profile.equals("etcd") ? Map.of(machine.name(), start) : Map.of();
  }

  private Services services() {
    Map<String, String> secrets =
        Map.of(
            "etcd_ca", SECRETS + "etcd-ca.crt",
            "etcd_certificate", SECRETS + "etcd-member-" + NAME + ".crt",
            "etcd_key", SECRETS + "etcd-member-" + NAME + ".key",
            "k3s_token", SECRETS + "k3s-token",
            "k3s_agent_token", SECRETS + "k3s-agent-token");
    boolean mirror = k3s.role() == K3sRole.AGENT;
    Services.Download download =
        new Services.Download(
            "v1.36.4+k3s1",
            mirror ? "http://mirror.example/a?b=1&c='2'%20\"" : "https://k3s.example/k3s",
            mirror ? "sha256-" + "0a".repeat(32) : "");
    return new Services(
        tls, "quay.io/coreos/etcd:v3.5.21", Map.of(NAME, k3s), download, Map.of(NAME, secrets));
  }

  String rendered() {
    Machine machine = machine(NAME, 11);
    Renderer.Common common =
        new Renderer.Common(
            List.of(machine),
            RenderCase.IGNITION_HOSTILE.keys,
            "kvm",
            architecture,
            new Renderer.Guests(ConfigSource.IGNITION, os, UpdateStrategy.OFF, OwnConfigs.NONE),
            etcd(machine),
            services());
    return new Renderer(new Templates(RenderCase::shipped)).ignition(profile, machine, common);
  }
}
