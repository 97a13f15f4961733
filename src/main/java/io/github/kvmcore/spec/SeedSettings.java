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
              "memory of a machine, 64MiB to 16TiB; a bare number is KiB (the default is 2097152:"
                  + " today's images want more than the 524288 of old)"),
          seed("vm_cpu_count", NUMBER, "1", "virtual CPUs of a machine, 1 to 512"),
          seed(
              "vm_network_name",
              TEXT,
              "",
              "an existing libvirt network; none: the cluster has a network of its own"),
          seed(
              "vm_image_url",
              URL,
              "",
              "where vm_image_name is fetched: http, https or file; none: by vm_os and vm_channel"),
          seed(
              "vm_image_name",
              TEXT,
              "",
              "the image's file name below vm_image_url; none: by vm_os and vm_channel"),
          seed("force_download", YES_NO, "no", "fetch the image even where a cached one exists"),
          seed(
              "vm_image_storage_fs_dir",
              PATH,
              "/var/lib/libvirt/images/<cluster>",
              "where the machines' disks are; absolute, or with ~"),
          seed(
              "vm_image_name_prefix",
              TEXT,
              "vm-<cluster>",
              "beginning of the disks' file names: the prefix, - and the machine's number or name"),
          seed(
              "cloud_init_dir",
              PATH,
              "<vm_image_storage_fs_dir>",
              "where the machines' config drives are; absolute, or with ~"),
          seed(
              "cloud_init_profile",
              WORD,
              "basic",
              "the profile that configures the machines: basic, etcd, k3s, etcd_fleet or one of your own"),
          seed(
              "use_my_public_key",
              YES_NO,
              "yes",
              "let your own public keys log in as core, besides ssh_keys"),
          seed(
              "my_public_key_file",
              PATH,
              "",
              "the file of your public key, looked up from your home directory; none: every"
                  + " ~/.ssh/id_*.pub"),
          seed(
              "use_discovery_token",
              WORD,
              "auto",
              "yes: etcd finds its peers by a discovery URL; no: by a list of them; auto: yes where"
                  + " one of the next three is given, as the public service is dead"),
          seed(
              "discovery_token",
              TEXT,
              "",
              "the token, or the whole discovery URL; none: a new one is requested for each new"
                  + " cluster, and kept with its machines"),
          seed(
              "request_discovery_url",
              URL,
              "<default_discovery_url>/new",
              "where one is requested; size=N is added"),
          seed(
              "default_discovery_url",
              URL,
              "https://discovery.etcd.io",
              "the discovery service to which a bare token belongs"),
          seed(
              "vg_name",
              TEXT,
              "",
              "the volume group for the machines' disks, each a logical volume (also --vg); none:"
                  + " disks are files"),
          seed(
              "vg_device",
              LIST,
              "",
              "empty block devices to make that group of where it does not exist"),
          seed("vg_pe_size", NUMBER, "4", "extent size in MiB of a group that is made"),
          seed(
              "vm_create_pause",
              TIME,
              "120s",
              "time limit of a virsh command that defines or starts a machine (it was a fixed pause)"),
          seed(
              "vm_startup_pause",
              TIME,
              "10s",
              "accepted, but no longer needed and without effect: see vm_startup_timeout"),
          seed(
              "vm_shutdown_timeout",
              TIME,
              "30s",
              "how long machines may take to shut down once they are asked to"));

  private SeedSettings() {}
}
