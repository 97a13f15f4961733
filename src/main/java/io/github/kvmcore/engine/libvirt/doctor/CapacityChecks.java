package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostMemory;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.storage.DiskMode;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whether memory and disk space are enough; from facts that were read before. */
final class CapacityChecks {
  private static final long KIB = 1L << 10;
  private static final long GIB = 1L << 30;

  /** What a machine writes at its first boot, at the very least. */
  private static final long LEAST_PER_MACHINE = 16L << 20;

  /** What an overlay grows to in ordinary use. */
  private static final long OVERLAY = GIB;

  /** The virtual size of Fedora CoreOS's images; Flatcar's are somewhat smaller. */
  private static final long USUAL_DISK = 10 * GIB;

  /** A fetched image, packed and unpacked. */
  private static final long IMAGE = 3 * GIB / 2;

  private final Settings settings;
  private final HostFacts facts;
  private final List<MachineSpec> machines;

  /**
   * @param machines those that are to be made
   */
  CapacityChecks(Settings settings, HostFacts facts, List<MachineSpec> machines) {
    this.settings = settings;
    this.facts = facts;
    this.machines = machines;
  }

  List<Check> all() {
    return List.of(memory(), storage(), cache());
  }

  private Check memory() {
    long wanted = machines.stream().mapToLong(MachineSpec::memoryKiB).sum();
    long largest = machines.stream().mapToLong(MachineSpec::memoryKiB).max().orElse(0);
    HostMemory memory = facts.memory();
    String detail =
        count()
            + memoryOfEach(wanted)
            + ", "
            + gib(memory.availableKiB() * KIB)
            + " available of "
            + gib(memory.totalKiB() * KIB);
    if (memory.totalKiB() > 0 && largest > memory.totalKiB()) {
      return new Check(
          "memory",
          Status.PROBLEM,
          detail + ": the host has less than a single machine is to get",
          "set vm_memory to less");
    }
    long most = memory.totalKiB() + memory.swapKiB();
    if (memory.totalKiB() > 0 && wanted > most && !settings.hardware().memoryOvercommit()) {
      return new Check(
          "memory",
          Status.PROBLEM,
          detail + ": more than the host's memory and swap, " + gib(most * KIB),
          "set vm_memory to less, or memory_overcommit to yes");
    }
    if (memory.totalKiB() > 0 && wanted > memory.availableKiB()) {
      return new Check(
          "memory", Status.WARNING, detail + ": the host may swap, or kill machines", "free -h");
    }
    return new Check("memory", Status.OK, detail, null);
  }

  private String memoryOfEach(long wanted) {
    long[] sizes = machines.stream().mapToLong(MachineSpec::memoryKiB).distinct().toArray();
    return switch (sizes.length) {
      case 0 -> " of " + gib(settings.memoryKiB() * KIB);
      case 1 -> " of " + gib(sizes[0] * KIB);
      default -> " with " + gib(wanted * KIB) + " together";
    };
  }

  private Check storage() {
    Path folder = settings.storageDir();
    long usable = facts.usableBytes().getOrDefault(folder, 0L);
    String detail = gib(usable) + " free in " + folder;
    if (usable < machines.size() * LEAST_PER_MACHINE) {
      return new Check(
          "space", Status.PROBLEM, detail + ": not enough for " + count(), "df -h " + folder);
    }
    long wanted = machines.stream().mapToLong(this::diskBytes).sum();
    if (usable < wanted) {
      return new Check(
          "space",
          Status.WARNING,
          detail + "; the disks of " + count() + " may grow to " + gib(wanted),
          "df -h " + folder);
    }
    return new Check("space", Status.OK, detail, null);
  }

  private long diskBytes(MachineSpec machine) {
    if (settings.volumes() != null) {
      return LEAST_PER_MACHINE; // only the config drive is a file
    }
    if (settings.diskMode() == DiskMode.OVERLAY) {
      return OVERLAY;
    }
    Long bytes = machine.diskBytes();
    return bytes == null ? USUAL_DISK : bytes;
  }

  private Check cache() {
    Path folder = settings.imageCacheDir();
    long usable = facts.usableBytes().getOrDefault(folder, 0L);
    String detail = gib(usable) + " free in " + folder;
    String image = settings.image();
    boolean fetched = image == null || image.startsWith("http");
    return fetched && !machines.isEmpty() && usable < IMAGE
        ? new Check(
            "cache space",
            Status.WARNING,
            detail + "; an image that is not there yet takes up to " + gib(IMAGE),
            "df -h " + folder)
        : new Check("cache space", Status.OK, detail, null);
  }

  private String count() {
    return machines.size() == 1 ? "1 machine" : machines.size() + " machines";
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }
}
