package io.github.kvmcore.model.machine;

import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine as it should be; everything is known before it boots.
 *
 * @param index the number in its name, from 1; 0 where it has none
 * @param mac in lower case
 * @param address kept for it by DHCP; null on a bridge, where somebody else's DHCP decides
 * @param memoryKiB memory, in KiB
 * @param diskBytes size of its disk; null: the base image's own
 * @param disk its disk: a file or a logical volume
 * @param drive what configures it: a folder for 9p, a file for ISO and for Ignition
 * @param console the serial console's log
 * @param dataDisks further disks, which are empty when it is made
 * @param hardware what else it has
 * @param device the host's bridge that its first interface is on; empty where none is known
 */
public record Machine(
    String cluster,
    String name,
    int index,
    UUID uuid,
    String mac,
    @Nullable Ipv4Address address,
    long memoryKiB,
    int vcpus,
    @Nullable Long diskBytes,
    Disk disk,
    Path drive,
    Path console,
    List<Disk> dataDisks,
    Hardware hardware,
    String device) {
  public Machine {
    dataDisks = List.copyOf(dataDisks);
  }

  /** A machine with nothing else. */
  public Machine(
      String cluster,
      String name,
      int index,
      UUID uuid,
      String mac,
      @Nullable Ipv4Address address,
      long memoryKiB,
      int vcpus,
      @Nullable Long diskBytes,
      Disk disk,
      Path drive,
      Path console,
      List<Disk> dataDisks) {
    this(
        cluster,
        name,
        index,
        uuid,
        mac,
        address,
        memoryKiB,
        vcpus,
        diskBytes,
        disk,
        drive,
        console,
        dataDisks,
        Hardware.PLAIN,
        "");
  }

  /** The same with other network settings of its guest. */
  public Machine with(GuestNetwork network) {
    return new Machine(
        cluster,
        name,
        index,
        uuid,
        mac,
        address,
        memoryKiB,
        vcpus,
        diskBytes,
        disk,
        drive,
        console,
        dataDisks,
        hardware.with(network),
        device);
  }
}
