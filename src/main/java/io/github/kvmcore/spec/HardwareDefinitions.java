package io.github.kvmcore.spec;

import static io.github.kvmcore.spec.SettingDefinition.Kind.LIST;
import static io.github.kvmcore.spec.SettingDefinition.Kind.TEXT;
import static io.github.kvmcore.spec.SettingDefinition.Kind.WORD;
import static io.github.kvmcore.spec.SettingDefinition.Kind.YES_NO;
import static io.github.kvmcore.spec.SettingDefinition.own;

import java.util.List;

/** The settings of {@link HardwareSettings}. */
final class HardwareDefinitions {
  static final List<SettingDefinition> ALL =
      List.of(
          own(
              "vm_data_disks",
              LIST,
              "",
              "sizes of further, empty disks, as 10GiB,20GiB; in the guest they are"
                  + " /dev/disk/by-id/virtio-data1 and so on (also --data-disk)"),
          own(
              "vm_extra_networks",
              LIST,
              "",
              "further interfaces, each on a libvirt network or on bridge:NAME (also"
                  + " --extra-network)"),
          own(
              "vm_network_filter",
              WORD,
              "none",
              "libvirt's network filter on each interface: none, no-mac-spoofing, or clean-traffic"
                  + " (also --network-filter)"),
          own(
              "vm_static_addresses",
              LIST,
              "",
              "addresses that the guests give themselves where no DHCP is kvmcore's, as"
                  + " 192.168.50.11-192.168.50.20/24"),
          own("vm_gateway", TEXT, "", "their default gateway; none: no way out of their subnet"),
          own("vm_dns", LIST, "", "their name servers"),
          own(
              "vm_firmware",
              WORD,
              "auto",
              "what starts the guest: bios, uefi, secure (UEFI with secure boot), or auto: what"
                  + " architecture and image need (also --firmware)"),
          own(
              "vm_cpu_model",
              TEXT,
              "",
              "host-passthrough, host-model, maximum, or a model that virsh domcapabilities lists;"
                  + " none: host-passthrough with KVM, else QEMU's own (also --cpu-model)"),
          own(
              "vm_cpu_topology",
              TEXT,
              "",
              "SOCKETS,CORES,THREADS, whose product is vm_cpu_count (also --cpu-topology)"),
          own(
              "vm_hugepages",
              TEXT,
              "no",
              "yes, or a size such as 2MiB: memory is made of huge pages that the host has set"
                  + " aside (also --hugepages)"),
          own(
              "memory_overcommit",
              YES_NO,
              "no",
              "start machines even if all running guests together get more than the host's memory"
                  + " and swap (also --overcommit)"),
          own(
              "vm_shares",
              LIST,
              "",
              "folders of the host for the guests, each DIR:TAG, or DIR:TAG:ro (also --share)"),
          own("vm_share_driver", WORD, "auto", "how they get there: auto, 9p or virtiofs"));

  private HardwareDefinitions() {}
}
