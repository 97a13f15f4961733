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
              "sizes of more, empty disks, for example 10GiB,20GiB; /dev/disk/by-id/virtio-data1 and so on in the guest (also --data-disk)"),
          own(
              "vm_extra_networks",
              LIST,
              "",
              "networks of more interfaces: libvirt networks, or bridge:NAME (also --extra-network)"),
          own(
              "vm_network_filter",
              WORD,
              "none",
              "libvirt network filter of all interfaces: none, no-mac-spoofing or clean-traffic (also --network-filter)"),
          own(
              "vm_static_addresses",
              LIST,
              "",
              "static addresses on networks without kvmcore's DHCP, for example 192.168.50.11-192.168.50.20/24"),
          own(
              "vm_gateway",
              TEXT,
              "",
              "default gateway of static addresses; none: no route out of the subnet"),
          own("vm_dns", LIST, "", "name servers of static addresses"),
          own(
              "vm_firmware",
              WORD,
              "auto",
              "firmware: bios, uefi, secure (UEFI with Secure Boot), or auto: what architecture and image need (also --firmware)"),
          own(
              "vm_cpu_model",
              TEXT,
              "",
              "CPU model: host-passthrough, host-model, maximum, or one that virsh domcapabilities lists; none: host-passthrough with KVM, QEMU's default without (also --cpu-model)"),
          own(
              "vm_cpu_topology",
              TEXT,
              "",
              "SOCKETS,CORES,THREADS; their product must be vm_cpu_count (also --cpu-topology)"),
          own(
              "vm_hugepages",
              TEXT,
              "no",
              "yes or a page size such as 2MiB: use huge pages that the host has reserved (also --hugepages)"),
          own(
              "memory_overcommit",
              YES_NO,
              "no",
              "start machines even if all guests together need more than the host's memory and swap (also --overcommit)"),
          own(
              "vm_shares",
              LIST,
              "",
              "folders of the host to share with the machines, each DIR:TAG or DIR:TAG:ro (also --share)"),
          own("vm_share_driver", WORD, "auto", "how they are shared: auto, 9p or virtiofs"));

  private HardwareDefinitions() {}
}
