package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.file.FileFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What lies on a whole host where kvmcore puts things, of whatever cluster: what {@code gc} looks
 * through.
 *
 * @param host with the claims of all clusters, and all logical volumes where the host has LVM
 * @param files everything in the folders that kvmcore writes to, with what the system says of it
 * @param held lock files that a run holds at this moment
 * @param untrusted the folders among those looked through that others can write to, with the reason
 * @param read when it was read
 */
public record HostInventory(
    HostState host,
    Map<Path, FileFacts> files,
    Set<Path> held,
    Map<Path, String> untrusted,
    Instant read) {
  public HostInventory {
    untrusted = Map.copyOf(untrusted);
    files = Map.copyOf(files);
    held = Set.copyOf(held);
  }

  /** What lies in a folder, sorted. */
  public List<Path> in(Path folder) {
    return files.keySet().stream().filter(it -> folder.equals(it.getParent())).sorted().toList();
  }

  /** Whether a file was last written so long before this was read, or longer. */
  public boolean isOlderThan(Path path, Duration age) {
    FileFacts facts = files.get(path);
    return facts != null && !Instant.ofEpochMilli(facts.modifiedMillis()).isAfter(read.minus(age));
  }

  /** Whether a domain, anybody's, names a file. */
  public boolean isUsed(Path path) {
    return host.domains().stream().anyMatch(domain -> domain.files().contains(path));
  }

  /** Everything that a machine's metadata names, whole or half-made, of every cluster. */
  public Set<Path> named() {
    return Set.copyOf(
        Stream.concat(host.domains().stream(), host.claims().stream())
            .flatMap(domain -> Stream.ofNullable(domain.tag()))
            .flatMap(
                tag ->
                    Stream.concat(
                        Stream.of(tag.disk().path(), tag.drive(), tag.console()),
                        tag.dataDisks().stream().map(disk -> disk.path())))
            .distinct()
            .toList());
  }
}
