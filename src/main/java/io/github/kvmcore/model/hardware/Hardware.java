package io.github.kvmcore.model.hardware;

import io.github.kvmcore.model.network.GuestNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine's hardware beyond memory, processors, its first disk and its first interface.
 *
 * @param firmware never {@link Firmware#AUTO}
 * @param cpuModel libvirt's mode or a model's name; empty: kvmcore's default
 * @param topology null: as QEMU arranges the processors
 * @param hugePageKiB the size of the pages that its memory is made of, in KiB; 0: ordinary ones
 * @param shares folders of the host
 * @param links its further interfaces
 * @param filter libvirt's network filter of all its interfaces; empty: none
 * @param dataBytes sizes of its further disks, in bytes
 * @param network what it gives its first interface by itself; null: it asks DHCP
 */
public record Hardware(
    Firmware firmware,
    String cpuModel,
    @Nullable CpuTopology topology,
    long hugePageKiB,
    List<Share> shares,
    List<Link> links,
    String filter,
    List<Long> dataBytes,
    @Nullable GuestNetwork network) {

  /** A machine with nothing of it. */
  public static final Hardware PLAIN =
      new Hardware(Firmware.BIOS, "", null, 0, List.of(), List.of(), "", List.of(), null);

  public Hardware {
    shares = List.copyOf(shares);
    links = List.copyOf(links);
    dataBytes = List.copyOf(dataBytes);
  }

  /** The same with other network settings of the guest. */
  public Hardware with(GuestNetwork other) {
    return new Hardware(
        firmware, cpuModel, topology, hugePageKiB, shares, links, filter, dataBytes, other);
  }

  /**
   * A further interface.
   *
   * @param network a libvirt network, or {@code bridge:NAME}
   * @param mac in lower case
   */
  public record Link(String network, String mac) {}
}
