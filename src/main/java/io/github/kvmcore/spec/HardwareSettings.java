package io.github.kvmcore.spec;

import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.network.NetworkFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guest's hardware is beyond memory, processors and its first disk.
 *
 * @param dataBytes sizes of the further disks, in bytes
 * @param extraNetworks of the further interfaces: a libvirt network, or {@code bridge:NAME}
 * @param filter libvirt's network filter of all interfaces
 * @param cpuModel libvirt's mode or a model's name; empty: kvmcore's default
 * @param topology null: as QEMU arranges the processors
 * @param hugePageKiB the size of the pages that memory is made of, in KiB; 0: the host's usual huge
 *     ones; null: ordinary ones
 * @param memoryOvercommit whether guests may get more memory than the host has with its swap
 * @param addresses those that guests give themselves; null: they ask DHCP
 */
public record HardwareSettings(
    List<Long> dataBytes,
    List<String> extraNetworks,
    NetworkFilter filter,
    Firmware firmware,
    String cpuModel,
    @Nullable CpuTopology topology,
    @Nullable Long hugePageKiB,
    List<Share> shares,
    boolean memoryOvercommit,
    @Nullable StaticAddresses addresses) {

  /** The most further disks that a machine can have. */
  public static final int MAX_DATA = 16;

  /** Nothing of it. */
  public static final HardwareSettings NONE =
      new HardwareSettings(
          List.of(),
          List.of(),
          NetworkFilter.NONE,
          Firmware.AUTO,
          "",
          null,
          null,
          List.of(),
          false,
          null);

  public HardwareSettings {
    dataBytes = List.copyOf(dataBytes);
    extraNetworks = List.copyOf(extraNetworks);
    shares = List.copyOf(shares);
  }
}
