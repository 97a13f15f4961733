package io.github.kvmcore.render;

import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.UpdateStrategy;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Reservation;
import io.github.kvmcore.model.storage.Disk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Renders what libvirt and the guests are given. */
public final class Renderer {
  private static final Map<String, String> MACHINE_TYPES =
      Map.of("x86_64", "q35", "aarch64", "virt");

  private static final String DOMAIN = "domain.xml.ftlx";
  private static final String NETWORK = "network.xml.ftlx";
  private static final String META_DATA = "meta_data.json.ftl";

  private final Templates templates;
  private final Profiles profiles;

  public Renderer(Templates templates) {
    this.templates = templates;
    this.profiles = new Profiles(templates);
  }

  /** The same, when it has read what machines of that profile are made with. */
  public Renderer prepared(String profile) {
    templates.prepare(DOMAIN);
    templates.prepare(NETWORK);
    templates.prepare(META_DATA);
    for (ConfigKind kind : ConfigKind.values()) {
      templates.prepare(profiles.template(profile, kind));
    }
    return this;
  }

  /**
   * What is the same for all machines of a run.
   *
   * @param machines all machines of the cluster that the run is about
   * @param virtType libvirt's domain type: {@code kvm} or {@code qemu}
   * @param architecture as in libvirt's domain XML
   * @param etcd by machine name; for a machine without etcd there is none
   * @param services what profiles with services are told
   */
  public record Common(
      List<Machine> machines,
      List<String> sshKeys,
      String virtType,
      String architecture,
      Guests guests,
      Map<String, EtcdStart> etcd,
      Services services) {
    public Common {
      etcd = Map.copyOf(etcd);
    }

    /** What a machine's etcd is told. */
    public EtcdStart etcd(Machine machine) {
      return etcd.getOrDefault(machine.name(), EtcdStart.NONE);
    }
  }

  /**
   * What is the same for the configuration of all guests.
   *
   * @param source how they get it
   * @param os their system
   * @param own what the user adds, or puts in place of a profile
   */
  public record Guests(ConfigSource source, Os os, UpdateStrategy updates, OwnConfigs own) {}

  /** The domain XML of a machine. */
  public String domain(Machine machine, MachineTag tag, Common common) {
    Map<String, Object> values = guestValues(machine, common);
    values.put("namespace", MachineTag.NAMESPACE);
    values.put("storage", tag.storage().toString());
    values.put("disk", tag.disk().path().toString());
    values.put("disk_kind", tag.disk() instanceof Disk.Volume ? "block" : "file");
    values.put("drive", tag.drive().toString());
    values.put("drive_kind", common.guests().source().toString());
    values.put("console", tag.console().toString());
    values.put("network", tag.network());
    values.put("image", tag.image());
    values.put("profile", tag.profile());
    values.put("created", tag.created());
    values.put("discovery", tag.etcd().discovery());
    values.put("members", String.join(" ", tag.etcd().members()));
    values.put("base", tag.base() == null ? "" : tag.base().toString());
    values.put("os", tag.system().os().toString());
    values.put("channel", tag.system().channel());
    values.put("version", tag.system().version());
    values.put("role", tag.role().toString());
    values.put("lifetime_namespace", MachineTag.LIFETIME);
    values.put("expires", tag.expires() == null ? "" : tag.expires().toString());
    values.putAll(HardwareText.values(machine.hardware(), tag.dataDisks()));
    values.put("virt_type", common.virtType());
    values.put("architecture", common.architecture());
    values.put("machine_type", MACHINE_TYPES.getOrDefault(common.architecture(), "virt"));
    return templates.render(DOMAIN, values);
  }

  /** The cloud-config of a machine, by a profile's template or the user's own. */
  public String userData(String profile, Machine machine, Common common) {
    String own = common.guests().own().userData().get(machine.name());
    if (own != null) {
      return own;
    }
    return templates.render(
        profiles.template(profile, ConfigKind.CLOUD_CONFIG), guestValues(machine, common));
  }

  /** The Ignition config of a machine, by a profile's template. */
  public String ignition(String profile, Machine machine, Common common) {
    return templates.render(
        profiles.template(profile, ConfigKind.IGNITION), guestValues(machine, common));
  }

  /**
   * A template of the user's.
   *
   * @param name for what is said of mistakes in it
   */
  public String own(String name, String template, Machine machine, Common common) {
    return templates.renderText(name, template, guestValues(machine, common));
  }

  /** The config drive's metadata of a machine. */
  public String metaData(Machine machine, Common common) {
    return templates.render(META_DATA, guestValues(machine, common));
  }

  /**
   * The network of a cluster.
   *
   * @param gateway the host's own address in it
   */
  public String network(
      String name,
      UUID uuid,
      String cluster,
      Ipv4Address gateway,
      int prefix,
      List<Reservation> hosts) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("namespace", MachineTag.NAMESPACE);
    values.put("network", name);
    values.put("uuid", uuid.toString());
    values.put("cluster", cluster);
    values.put("gateway", gateway.toString());
    values.put("prefix", prefix);
    values.put("hosts", hosts.stream().map(Renderer::hostValues).toList());
    return templates.render(NETWORK, values);
  }

  /** The profiles that there are. */
  public Profiles profiles() {
    return profiles;
  }

  private static Map<String, Object> guestValues(Machine machine, Common common) {
    Map<String, Object> values = new LinkedHashMap<>(machineValues(machine));
    values.put("cluster", machine.cluster());
    values.put("machines", common.machines().stream().map(Renderer::machineValues).toList());
    values.put("ssh_keys", common.sshKeys());
    values.put("own_configs", common.guests().own().merges(machine.name()));
    values.put("architecture", common.architecture());
    values.put("os", common.guests().os().toString());
    values.put("updates", common.guests().updates().toString());
    values.putAll(etcdValues(common.etcd(machine)));
    values.putAll(common.services().values(machine));
    return values;
  }

  private static Map<String, Object> machineValues(Machine machine) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", machine.name());
    values.put("index", machine.index());
    values.put("uuid", machine.uuid().toString());
    values.put("mac", machine.mac());
    Ipv4Address address = machine.address();
    values.put("address", address == null ? "" : address.toString());
    values.putAll(HardwareText.guest(machine.hardware()));
    values.put("memory_kib", machine.memoryKiB());
    values.put("vcpus", machine.vcpus());
    return values;
  }

  private static Map<String, Object> etcdValues(EtcdStart etcd) {
    DiscoveryUrl discovery = etcd.discovery();
    return Map.of(
        "discovery_url",
        discovery == null ? "" : discovery.text(),
        "etcd_members",
        etcd.members().stream().map(Renderer::machineValues).toList(),
        "etcd_first",
        etcd.first(),
        "etcd_state",
        etcd.founding() ? "new" : "existing",
        "etcd_token",
        etcd.token());
  }

  private static Map<String, Object> hostValues(Reservation host) {
    return Map.of("mac", host.mac(), "name", host.name(), "address", host.address().toString());
  }
}
