package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.model.storage.DiskUse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** {@code virsh domblkinfo}: the sizes of a domain's disk, whether it runs or not. */
public final class DomainDisk {
  /** The target name of a machine's disk in its domain XML. */
  private static final String TARGET = "vda";

  private DomainDisk() {}

  /** The question, for a batch. */
  public static String[] question(UUID domain) {
    return new String[] {"domblkinfo", domain.toString(), TARGET};
  }

  /** Reads the answer, all of it in bytes; empty where virsh could not tell. */
  public static Optional<DiskUse> parse(String out) {
    List<String> lines = out.lines().toList();
    OptionalLong used = number(lines, "Allocation:");
    OptionalLong capacity = number(lines, "Capacity:");
    return used.isPresent() && capacity.isPresent()
        ? Optional.of(new DiskUse(used.getAsLong(), capacity.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong number(List<String> lines, String label) {
    return lines.stream()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .filter(text -> text.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
