package io.github.kvmcore.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of cluster.
 *
 * @param name also the cluster's; no other scenario has it, as they run side by side
 * @param prepares commands of the host's own that come before
 * @param settings settings, each NAME=VALUE; ROOT stands for the host's folder
 */
record Scenario(String name, List<List<String>> prepares, List<String> settings) {
  private static final List<String> GROUP = List.of("vgcreate", "--physicalextentsize", "4194304b");

  /** Every storage kind, every profile, and other ways of configuration, networks and names. */
  static List<Scenario> all() {
    return List.of(
        of("kplain", "vm_count=2"),
        of("kcopy", "vm_count=2", "disk_mode=copy", "vm_disk_size=1GiB"),
        of("kdata", "vm_count=2", "vm_data_disks=10GiB,20GiB"),
        of("kiso", "vm_count=2", "config_drive=iso", "autostart=yes"),
        withGroup("klinear", "vm_count=2", "vg_name=GROUP", "vm_data_disks=1GiB"),
        withGroup(
            "kthin",
            "vm_count=2",
            "vg_name=GROUP",
            "lv_thin_pool=pool",
            "lv_thin_pool_size=4GiB",
            "vm_data_disks=1GiB"),
        withGroup(
            "kthinbig",
            "vm_count=1",
            "vg_name=GROUP",
            "lv_thin_pool=pool",
            "lv_thin_pool_size=4GiB",
            "vm_disk_size=1GiB"),
        of("kdevice", "vm_count=1", "vg_name=gkdevice", "vg_device=DEVICE"),
        of("kfleet", "vm_count=2", "cloud_init_profile=etcd_fleet"),
        of("ketcd", "vm_count=2", "cloud_init_profile=etcd", "provisioning=ignition"),
        of("kk3s", "vm_count=2", "cloud_init_profile=k3s", "provisioning=ignition"),
        of("kignition", "vm_count=2", "provisioning=ignition"),
        onNetwork("kexisting", "vm_count=2", "vm_network_name=nkexisting"),
        of("knames", "vm_names=alpha,beta"),
        of("kbzip", "vm_count=1", "IMAGE=ROOT/base.img.bz2"));
  }

  private static Scenario of(String name, String... settings) {
    return new Scenario(name, List.of(), List.of(settings));
  }

  private static Scenario withGroup(String name, String... settings) {
    List<String> make = new ArrayList<>(GROUP);
    make.addAll(List.of("g" + name, "DEVICE"));
    return new Scenario(
        name,
        List.of(make),
        List.of(settings).stream().map(it -> it.replace("GROUP", "g" + name)).toList());
  }

  private static Scenario onNetwork(String name, String... settings) {
    return new Scenario(
        name,
        List.of(
            List.of("virsh", "net-define", "ROOT/network.xml"),
            List.of("virsh", "net-start", "n" + name)),
        List.of(settings));
  }

  /** A network with its own DHCP, which the machines get their entries on. */
  String network() {
    return """
    <network>
      <name>n%s</name>
      <uuid>%08x-1111-4111-8111-111111111111</uuid>
      <forward mode='nat'/>
      <bridge stp='on' delay='0'/>
      <ip address='192.168.77.1' netmask='255.255.255.0'>
        <dhcp>
          <range start='192.168.77.100' end='192.168.77.200'/>
        </dhcp>
      </ip>
    </network>
    """
        .formatted(name, name.hashCode());
  }

  /** A file that stands for a disk: kvmcore wants them below /dev. */
  Path device() {
    return Path.of("/dev/shm/kvmcore-test-" + ProcessHandle.current().pid() + "-" + name);
  }

  String firstMachine() {
    return settings.stream().anyMatch(it -> it.startsWith("vm_names=alpha"))
        ? "alpha"
        : name + "-1";
  }

  /** What follows every command. */
  List<String> options(Path root) {
    List<String> options = new ArrayList<>(List.of("config_drive=9p"));
    String image = "ROOT/base.qcow2";
    for (String setting : settings) {
      if (setting.startsWith("IMAGE=")) {
        image = setting.substring("IMAGE=".length());
      } else {
        options.add(setting);
      }
    }
    options.add("vm_image=" + image);
    options.add("vm_image_storage_fs_dir=ROOT/images/" + name);
    options.add("cloud_init_dir=ROOT/drives/" + name);
    options.add("vm_image_cache_dir=ROOT/cache");
    options.add("vm_console_log_dir=ROOT/console");
    options.add("vm_wait=running");
    options.add(
        "ssh_keys=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH test");
    List<String> arguments = new ArrayList<>(List.of("--cluster", name, "-q"));
    for (String option : options) {
      String value = option.replace("ROOT", root.toString()).replace("DEVICE", device().toString());
      arguments.addAll(List.of("-e", value.replaceFirst("=(.* .*)", "=\"$1\"")));
    }
    return arguments;
  }
}
