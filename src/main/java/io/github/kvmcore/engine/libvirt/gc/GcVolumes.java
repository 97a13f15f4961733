package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.OwnedVolume;
import io.github.kvmcore.plan.ownership.Ownership;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Logical volumes with kvmcore's tags that no machine names, and no domain uses. Tags alone are no
 * record: only what kvmcore listed goes without more.
 */
final class GcVolumes {
  private static final String CLUSTER = LogicalVolume.ofCluster("");
  private static final String MACHINE = LogicalVolume.ofMachine("");

  private final HostState host;
  private final Ownership ownership;
  private final List<LogicalVolume> left;

  GcVolumes(HostState host, Ownership ownership) {
    this.host = host;
    this.ownership = ownership;
    this.left = new ArrayList<>(host.volumes().all());
  }

  List<Leftover> leftovers() {
    List<Leftover> found = new ArrayList<>();
    for (LogicalVolume volume : List.copyOf(left)) {
      why(volume).ifPresent(why -> take(volume, why, found));
    }
    take(LogicalVolume.BASE, "no machine's volume is a clone of it", found);
    take(LogicalVolume.POOL, "kvmcore made it, and no volume is in it", found);
    return found;
  }

  private void take(String kind, String why, List<Leftover> found) {
    for (LogicalVolume volume : List.copyOf(left)) {
      boolean empty = left.stream().noneMatch(it -> isIn(it, volume));
      if (volume.tags().contains(kind)
          && empty
          && tag(volume, CLUSTER) != null
          && !isAwaited(volume)) {
        take(volume, why, found);
      }
    }
  }

  /** Whether a half-made machine is to have its volume beside it, which create goes on with. */
  private boolean isAwaited(LogicalVolume volume) {
    return host.claims().stream()
        .flatMap(claim -> Stream.ofNullable(claim.tag()))
        .filter(tag -> host.domain(tag.name()).isEmpty())
        .anyMatch(
            tag -> tag.disk() instanceof Disk.Volume disk && disk.group().equals(volume.group()));
  }

  private void take(LogicalVolume volume, String why, List<Leftover> found) {
    boolean shared =
        volume.tags().contains(LogicalVolume.POOL) || volume.tags().contains(LogicalVolume.BASE);
    Optional<OwnedVolume> owned =
        shared ? ownership.shared(volume, Set.of()) : ownership.tagged(volume);
    found.add(
        new Leftover(
            kind(volume),
            volume.fullName(),
            tag(volume, CLUSTER),
            volume.bytes(),
            owned.isPresent() ? why : why + "; only tags call it kvmcore's: --adopt removes it",
            null,
            owned.<Action>map(Action.RemoveVolume::new).stream().toList()));
    left.remove(volume);
  }

  private static Leftover.Kind kind(LogicalVolume volume) {
    return volume.tags().contains(LogicalVolume.POOL)
        ? Leftover.Kind.POOL
        : volume.tags().contains(LogicalVolume.BASE) ? Leftover.Kind.BASE : Leftover.Kind.VOLUME;
  }

  private static @Nullable String tag(LogicalVolume volume, String start) {
    return volume.tags().stream()
        .filter(tag -> tag.startsWith(start) && tag.length() > start.length())
        .map(tag -> tag.substring(start.length()))
        .findFirst()
        .orElse(null);
  }

  /** Empty where a machine needs it, or may need it, or where it can't be removed by itself. */
  private Optional<String> why(LogicalVolume volume) {
    String cluster = tag(volume, CLUSTER);
    String name = tag(volume, MACHINE);
    boolean bound = host.volumes().all().stream().anyMatch(it -> it.diesWith(volume));
    if (cluster == null || name == null || bound || isUsed(volume)) {
      return Optional.empty();
    }
    Domain machine = host.machines(cluster).get(name);
    MachineTag tag = machine == null ? null : machine.tag();
    if (machine == null || tag == null) {
      return Optional.of("there is no machine " + name);
    }
    boolean named =
        Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream())
            .anyMatch(disk -> disk.path().equals(disk(volume, tag).path()));
    return named || machine.state() == DomainState.INCOMPLETE
        ? Optional.empty()
        : Optional.of(name + " does not have it");
  }

  private static Disk.Volume disk(LogicalVolume volume, MachineTag any) {
    return Disk.Volume.of(any.storage(), volume.group(), volume.name());
  }

  private boolean isUsed(LogicalVolume volume) {
    return host.domains().stream()
        .flatMap(domain -> domain.files().stream())
        .anyMatch(file -> isAt(volume, file));
  }

  private static boolean isAt(LogicalVolume volume, Path file) {
    Disk.Volume disk = Disk.Volume.of(file, volume.group(), volume.name());
    return file.equals(disk.path()) || file.equals(disk.mapped());
  }

  private static boolean isIn(LogicalVolume volume, LogicalVolume other) {
    return volume.group().equals(other.group())
        && (volume.origin().equals(other.name()) || volume.pool().equals(other.name()));
  }
}
