package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.engine.ImageUsers;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.image.check.Qcow2Header;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.tool.libvirt.DomainXml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who builds on the images of the cache: machines, other domains, and disks that are lying about.
 */
public final class HostImageUsers implements ImageUsers {
  private static final int HEADER_BYTES = 64 * 1024;

  private final HostFiles files;
  private final HostState hostState;
  private final Path cache;
  private final List<Domain> machines;

  /**
   * @param hostState as it is now
   * @param cache the folder of the images
   */
  public HostImageUsers(HostFiles files, HostState hostState, Path cache) {
    this.files = files;
    this.hostState = hostState;
    this.cache = cache;
    this.machines = Stream.concat(hostState.domains().stream(), claims().stream()).toList();
  }

  @Override
  public List<String> machines(Path image) {
    return machines.stream()
        .filter(
            domain -> {
              MachineTag tag = domain.tag();
              return domain.files().contains(image) || (tag != null && image.equals(tag.base()));
            })
        .map(Domain::name)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<String> all(Path image) {
    Set<String> users = new LinkedHashSet<>(machines(image));
    String name = String.valueOf(image.getFileName());
    Deque<Path> open = new ArrayDeque<>(disks());
    Set<Path> seen = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      Path disk = open.remove();
      if (!seen.add(disk) || disk.startsWith(cache)) {
        continue;
      }
      Optional<String> backing = backing(disk);
      // By its name within a longer text as well: qemu knows more ways to write a file's name.
      if (backing.filter(text -> text.contains(name)).isPresent()) {
        users.add(disk.toString());
      }
      backing.flatMap(text -> resolved(disk, text)).ifPresent(open::add);
    }
    return List.copyOf(users);
  }

  private Optional<String> backing(Path disk) {
    return files.stat(disk).filter(FileFacts::isFile).isPresent()
        ? Qcow2Header.backingFile(files.head(disk, HEADER_BYTES))
        : Optional.empty();
  }

  private static Optional<Path> resolved(Path disk, String backing) {
    try {
      return Optional.of(disk.resolveSibling(backing).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Every file in a folder where disks are known to be. */
  private List<Path> disks() {
    List<Path> disks = new ArrayList<>();
    machines.forEach(domain -> disks.addAll(domain.files()));
    for (Path folder : folders()) {
      files.list(folder).forEach(file -> disks.add(folder.resolve(file)));
    }
    return disks;
  }

  /** Those of domains and claims, and those beside the cache, where clusters are by default. */
  private Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>(beside());
    hostState.storages().forEach(storage -> folders.add(storage.folder()));
    for (Domain domain : machines) {
      domain.files().stream().map(Path::getParent).filter(it -> it != null).forEach(folders::add);
      MachineTag tag = domain.tag();
      if (tag != null) {
        folders.add(tag.storage());
      }
    }
    folders.removeIf(folder -> folder.startsWith("/dev"));
    return folders;
  }

  private List<Path> beside() {
    Path parent = cache.getParent();
    if (parent == null) {
      return List.of();
    }
    List<Path> folders = new ArrayList<>(List.of(parent));
    files.list(parent).stream()
        .map(parent::resolve)
        .filter(path -> !path.equals(cache))
        .filter(path -> files.stat(path).filter(FileFacts::isDirectory).isPresent())
        .forEach(folders::add);
    return folders;
  }

  /** Half-made machines of every cluster that is beside the cache. */
  private List<Domain> claims() {
    List<Domain> claims = new ArrayList<>(hostState.claims());
    DomainXml xml = new DomainXml(cache.getFileSystem());
    for (Path folder : beside()) {
      Path claimed = new ClusterFolder(folder).claims();
      for (String file : files.list(claimed)) {
        if (file.endsWith(ClusterFolder.CLAIM_SUFFIX)) {
          files
              .read(claimed.resolve(file))
              .flatMap(text -> parsed(xml, text))
              .ifPresent(claims::add);
        }
      }
    }
    return claims;
  }

  private static Optional<Domain> parsed(DomainXml xml, String text) {
    try {
      return Optional.of(xml.parse(text, DomainState.INCOMPLETE));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
