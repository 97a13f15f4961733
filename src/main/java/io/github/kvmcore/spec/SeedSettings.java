package io.github.kvmcore.spec;

import static io.github.kvmcore.spec.SettingDefinition.Kind.LIST;
import static io.github.kvmcore.spec.SettingDefinition.Kind.NUMBER;
import static io.github.kvmcore.spec.SettingDefinition.Kind.PATH;
import static io.github.kvmcore.spec.SettingDefinition.Kind.SIZE;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TEXT;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TIME;
import static io.github.kvmcore.spec.SettingDefinition.Kind.URL;
import static io.github.kvmcore.spec.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.spec.SettingDefinition.Kind.YES_NO;
import static io.github.kvmcore.spec.SettingDefinition.seed;

import java.util.List;

/** The settings whose names were the variables of the playbook that kvmcore follows. */
final class SeedSettings {
  static final List<SettingDefinition> ALL =
      List.of(
          seed("vm_count", NUMBER, "3", "number of machines, 1 to " + Settings.MAX_VM_COUNT),
          seed(
              "vm_memory",
              SIZE,
              "2GiB",
              "memory of each machine, 64MiB to 16TiB; a bare number is in KiB (the playbook's default, 524288, is too little for current images)"),
          seed("vm_cpu_count", NUMBER, "1", "virtual CPUs of each machine, 1 to 512"),
          seed(
              "vm_network_name",
              TEXT,
              "",
              "existing libvirt network to use (also --network); none: create one for the cluster"),
          seed(
              "vm_image_url",
              URL,
              "",
              "where to download vm_image_name: http, https or file; none: vm_os and vm_channel decide"),
          seed(
              "vm_image_name",
              TEXT,
              "",
              "file name of the image below vm_image_url; none: vm_os and vm_channel decide"),
          seed("force_download", YES_NO, "no", "download the image even if it is cached"),
          seed(
              "vm_image_storage_fs_dir",
              PATH,
              "/var/lib/libvirt/images/<cluster>",
              "folder for the machines' disks; absolute, or starting with ~"),
          seed(
              "vm_image_name_prefix",
              TEXT,
              "vm-<cluster>",
              "prefix of the disks' file names; - and the machine's number or name follow"),
          seed(
              "cloud_init_dir",
              PATH,
              "<vm_image_storage_fs_dir>",
              "folder for the machines' config drives; absolute, or starting with ~"),
          seed(
              "cloud_init_profile",
              WORD,
              "basic",
              "what the machines run: basic, etcd, k3s, etcd_fleet or a profile from templates_dir (also --profile)"),
          seed(
              "use_my_public_key",
              YES_NO,
              "yes",
              "also allow your public keys to log in as core, besides ssh_keys"),
          seed(
              "my_public_key_file",
              PATH,
              "",
              "file of your public key, relative to your home directory; none: all ~/.ssh/id_*.pub"),
          seed(
              "use_discovery_token",
              WORD,
              "auto",
              "how etcd members find each other: yes: by a discovery URL; no: by a list of members; auto: yes if one of the next three settings is given (the public service is gone)"),
          seed(
              "discovery_token",
              TEXT,
              "",
              "token or whole discovery URL; none: a new one is requested for each new cluster and kept with its machines"),
          seed(
              "request_discovery_url",
              URL,
              "<default_discovery_url>/new",
              "URL to request a discovery token from; size=N is added"),
          seed(
              "default_discovery_url",
              URL,
              "https://discovery.etcd.io",
              "discovery service of a bare token"),
          seed(
              "vg_name",
              TEXT,
              "",
              "volume group to create disks in, as logical volumes (also --vg); none: disks are files"),
          seed(
              "vg_device",
              LIST,
              "",
              "empty block devices to create that volume group from if it does not exist"),
          seed("vg_pe_size", NUMBER, "4", "extent size of a created volume group, in MiB"),
          seed(
              "vm_create_pause",
              TIME,
              "120s",
              "time limit of virsh commands that define or start a machine (a fixed pause in the playbook)"),
          seed(
              "vm_startup_pause",
              TIME,
              "10s",
              "accepted for compatibility; no effect, see vm_startup_timeout"),
          seed(
              "vm_shutdown_timeout",
              TIME,
              "30s",
              "how long machines may take to shut down (also --shutdown-timeout)"));

  private SeedSettings() {}
}
