package io.github.kvmcore.spec;

import static io.github.kvmcore.spec.SettingDefinition.Kind.LIST;
import static io.github.kvmcore.spec.SettingDefinition.Kind.PATH;
import static io.github.kvmcore.spec.SettingDefinition.Kind.SIZE;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TEXT;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TIME;
import static io.github.kvmcore.spec.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.spec.SettingDefinition.Kind.YES_NO;
import static io.github.kvmcore.spec.SettingDefinition.own;

import io.github.kvmcore.model.machine.InventoryGroup;
import java.util.List;

/** The settings that only kvmcore has. */
final class OwnSettings {
  /** Printed before those of the seed. */
  static final List<SettingDefinition> FIRST =
      List.of(
          own(
              "cluster",
              WORD,
              "coreos",
              "name of the cluster; its machines are <cluster>-1 and so on"),
          own(
              "connect",
              TEXT,
              "qemu:///system",
              "libvirt connection URI: qemu:///system or qemu+unix:///…"),
          own(
              "vm_names",
              LIST,
              "",
              "names of the machines instead of a number, for example web,db or node[01:16] (also --names)"),
          own(
              "inventory_file",
              PATH,
              "",
              "Ansible inventory (INI, YAML or JSON) that lists the machines (also --inventory); of its variables, vm_memory, vm_cpu_count, vm_disk_size and ansible_host (the address) are used"),
          own(
              "inventory_group",
              WORD,
              InventoryGroup.DEFAULT,
              "group of the inventory that lists the machines (also --group)"));

  /** Printed after those of the seed. */
  static final List<SettingDefinition> REST =
      List.of(
          own(
              "vm_image",
              TEXT,
              "",
              "base image: a URL, a file, or smoke, a tiny Linux that is built on this host; overrides vm_image_url and vm_image_name (also --image)"),
          own(
              "vm_image_digest",
              TEXT,
              "",
              "digest that the image file must have: sha256:… or sha512:… in hexadecimal (also --image-digest)"),
          own(
              "vm_image_cache_dir",
              PATH,
              "/var/lib/libvirt/images/kvmcore-cache",
              "folder for base images; absolute, or starting with ~"),
          own(
              "vm_console_log_dir",
              PATH,
              "/var/log/libvirt/qemu",
              "folder for logs of serial consoles; absolute, or starting with ~"),
          own(
              "disk_mode",
              WORD,
              "overlay",
              "overlay: disks store only what differs from the base image; copy: disks are full copies (also --disk-mode)"),
          own(
              "vm_disk_size",
              SIZE,
              "",
              "disk size of each machine with its unit, 64MiB to 64TiB (also --disk-size); none: that of the image"),
          own(
              "lv_name_pattern",
              TEXT,
              "HDD-<cluster>-VM<n>",
              "names of logical volumes, from <cluster>, <name> and <n>, the number or else the name of the machine (for cluster coreos: HDD-CoreOS-VM<n>)"),
          own(
              "lv_thin_pool",
              TEXT,
              "",
              "thin pool of the volume group; disks are snapshots of one base volume there"),
          own(
              "lv_thin_pool_size",
              SIZE,
              "",
              "size of the thin pool if it has to be created, with its unit; none: it must exist"),
          own(
              "config_drive",
              WORD,
              "auto",
              "how cloud-config reaches the machines: 9p, iso, or auto: iso for unknown images and if QEMU has no 9p (also --config-drive)"),
          own(
              "virt_type",
              WORD,
              "auto",
              "hypervisor: kvm, qemu (emulation), or auto: KVM if this host has it (also --virt-type)"),
          own(
              "vm_bridge",
              TEXT,
              "",
              "bridge of the host to use instead of a libvirt network (also --bridge)"),
          own(
              "vm_network_subnet",
              TEXT,
              "",
              "subnet of the cluster's own network, for example 192.168.150.0/24; none: a free one"),
          own(
              "ssh_keys",
              LIST,
              "",
              "public keys that may log in as core, in OpenSSH's one-line format, or files of them (also --ssh-key)"),
          own(
              "templates_dir",
              PATH,
              "",
              "folder of templates that replace kvmcore's, file by file; may start with ~ (also --templates)"),
          own(
              "vm_wait",
              WORD,
              "ssh",
              "what create, start and restart wait for: none, running, address or ssh (also --wait)"),
          own(
              "vm_startup_timeout",
              TIME,
              "300s",
              "how long to wait for each machine after its start (also --timeout)"),
          own(
              "autostart",
              YES_NO,
              "no",
              "start the machines when the host boots (also --autostart)"),
          own(
              "vm_ttl",
              TIME,
              "",
              "lifetime of a new cluster, for example 90m, 8h, 7d or 2w; then kvmcore reap removes it; none or never: no limit (--ttl also changes existing machines)"),
          own(
              "lock_wait",
              TIME,
              "0s",
              "how long to wait for another run that changes the cluster, before exit status 5 (also --lock-wait)"),
          own(
              "command_timeout",
              TIME,
              "90s",
              "time limit of programs such as virsh or lvs; they are killed with all that they started"),
          own("disk_timeout", TIME, "30m", "time limit of qemu-img when it writes a whole disk"));

  private OwnSettings() {}
}
