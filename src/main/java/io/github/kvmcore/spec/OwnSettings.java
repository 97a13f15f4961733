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
              "the cluster's name; its machines are <cluster>-1 and so on"),
          own(
              "connect",
              TEXT,
              "qemu:///system",
              "libvirt's connection URI: qemu:///system or qemu+unix:///…"),
          own(
              "vm_names",
              LIST,
              "",
              "machines by name in place of a number, as web,db or node[01:16] (also --names)"),
          own(
              "inventory_file",
              PATH,
              "",
              "an inventory of Ansible's that lists the machines, INI, YAML or JSON (also --inventory);"
                  + " of their variables vm_memory, vm_cpu_count, vm_disk_size and ansible_host,"
                  + " the address, count"),
          own(
              "inventory_group",
              WORD,
              InventoryGroup.DEFAULT,
              "the inventory's group that lists them (also --group)"));

  /** Printed after those of the seed. */
  static final List<SettingDefinition> REST =
      List.of(
          own(
              "vm_image",
              TEXT,
              "",
              "the image: a URL, a file, or smoke for a tiny one that is built here; wins over"
                  + " vm_image_url and vm_image_name (also --image)"),
          own(
              "vm_image_digest",
              TEXT,
              "",
              "what the image's file must have: sha256:… or sha512:… in hexadecimal"),
          own(
              "vm_image_cache_dir",
              PATH,
              "/var/lib/libvirt/images/kvmcore-cache",
              "where base images are kept; absolute, or with ~"),
          own(
              "vm_console_log_dir",
              PATH,
              "/var/log/libvirt/qemu",
              "where the machines' serial consoles are logged; absolute, or with ~"),
          own(
              "disk_mode",
              WORD,
              "overlay",
              "overlay: a disk holds what differs from the base image; copy: it holds everything"),
          own(
              "vm_disk_size",
              SIZE,
              "",
              "size of a machine's disk with its unit, 64MiB to 64TiB; none: the image's own"),
          own(
              "lv_name_pattern",
              TEXT,
              "HDD-<cluster>-VM<n>",
              "names of the logical volumes, of <cluster>, <name> and <n>, the machine's number or"
                  + " else its name (cluster coreos: HDD-CoreOS-VM<n>)"),
          own(
              "lv_thin_pool",
              TEXT,
              "",
              "a thin pool of the group: disks are clones there of one base volume, made at once"),
          own(
              "lv_thin_pool_size",
              SIZE,
              "",
              "size with its unit of that pool where it does not exist; none: it must"),
          own(
              "config_drive",
              WORD,
              "auto",
              "how the guest gets its config drive: 9p, iso, or auto: iso for images of an unknown"
                  + " system and where QEMU has no 9p"),
          own("virt_type", WORD, "auto", "what runs the guest's processor: auto, kvm or qemu"),
          own("vm_bridge", TEXT, "", "a bridge of the host in place of a libvirt network"),
          own(
              "vm_network_subnet",
              TEXT,
              "",
              "the subnet of the cluster's own network, such as 192.168.150.0/24; none: a free"
                  + " one"),
          own(
              "ssh_keys",
              LIST,
              "",
              "public keys that may log in as core, each as OpenSSH's one line, or a file of them"),
          own(
              "templates_dir",
              PATH,
              "",
              "a folder whose templates override the shipped ones; ~ is understood"),
          own(
              "vm_wait",
              WORD,
              "ssh",
              "how far machines must have got before create, start or restart ends: none, running,"
                  + " address or ssh"),
          own(
              "vm_startup_timeout",
              TIME,
              "300s",
              "how long machines may take from their start to what vm_wait says"),
          own("autostart", YES_NO, "no", "whether new machines start when the host does"),
          own(
              "vm_ttl",
              TIME,
              "",
              "how long a new cluster is wanted, as 90m, 8h, 7d or 2w: then kvmcore reap removes it;"
                  + " none, or never: for ever (--ttl: also of machines that are there)"),
          own(
              "lock_wait",
              TIME,
              "0s",
              "how long to wait for another run that changes the cluster, before ending with 5"),
          own(
              "command_timeout",
              TIME,
              "90s",
              "how long a program such as virsh or lvs may take before it is killed, with all that it"
                  + " started"),
          own("disk_timeout", TIME, "30m", "the same for qemu-img where it writes a whole disk"));

  private OwnSettings() {}
}
