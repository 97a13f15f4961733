package io.github.kvmcore.model.machine;

import io.github.kvmcore.model.hardware.Hardware;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A libvirt domain, anybody's.
 *
 * @param files every host file or device that its disks and shares name
 * @param hardware what kvmcore gave it
 * @param tag kvmcore's metadata; null where the domain is somebody else's
 */
public record Domain(
    UUID uuid,
    String name,
    DomainState state,
    long memoryKiB,
    int vcpus,
    List<Path> files,
    List<Interface> interfaces,
    Hardware hardware,
    @Nullable MachineTag tag) {
  public Domain {
    files = List.copyOf(files);
    interfaces = List.copyOf(interfaces);
  }

  /**
   * A network interface.
   *
   * @param mac in lower case
   * @param source the network's name, or {@code bridge:NAME}, or empty for other kinds
   * @param filter libvirt's network filter, and what it is told of the interface; empty: none
   */
  public record Interface(String mac, String source, String filter) {}
}
