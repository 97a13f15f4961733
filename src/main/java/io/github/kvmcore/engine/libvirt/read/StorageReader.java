package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the folders, and the volumes, that a cluster has or would have. */
final class StorageReader {
  private final HostAccess access;
  private final Settings settings;
  private final List<Domain> domains;

  /**
   * @param domains the host's
   */
  StorageReader(HostAccess access, Settings settings, List<Domain> domains) {
    this.access = access;
    this.settings = settings;
    this.domains = List.copyOf(domains);
  }

  /**
   * The folder of the settings, and those in which machines of the cluster say that they are.
   *
   * @param own the first of them, which needs no machine to be known
   */
  List<HostState.Storage> storages(HostState.Storage own) {
    ClaimReader reader = new ClaimReader(access.files());
    return folders().stream()
        .map(folder -> folder.equals(own.folder()) ? own : reader.read(folder))
        .toList();
  }

  /** The same folders, with no more than the claims of machines that have no domain. */
  List<HostState.Storage> halfMadeMachines() {
    Set<String> whole =
        domains.stream()
            .filter(domain -> HostState.isOurs(domain, settings.cluster()))
            .map(Domain::name)
            .collect(Collectors.toSet());
    ClaimReader reader = new ClaimReader(access.files());
    return folders().stream().map(folder -> reader.readClaims(folder, whole)).toList();
  }

  private Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>(List.of(settings.storageDir()));
    for (Domain domain : domains) {
      MachineTag tag = domain.tag();
      if (tag != null && HostState.isOurs(domain, settings.cluster())) {
        folders.add(tag.storage());
      }
    }
    return folders;
  }

  /** LVM is asked only where the settings want volumes, or a machine of the cluster has one. */
  Volumes volumes(List<HostState.Storage> storages) {
    boolean any =
        Stream.concat(domains.stream(), storages.stream().flatMap(it -> it.claims().stream()))
            .filter(domain -> HostState.isOurs(domain, settings.cluster()))
            .flatMap(domain -> Stream.ofNullable(domain.tag()))
            .anyMatch(tag -> tag.disk() instanceof Disk.Volume);
    return any || settings.volumes() != null
        ? new VolumeReader(access).read(settings.volumes())
        : Volumes.NONE;
  }

  /** Which files of the cluster's machines do not hold what was written to them. */
  DiskDamage damage(List<HostState.Storage> storages, Set<Path> files) {
    Set<String> defined = domains.stream().map(Domain::name).collect(Collectors.toSet());
    Stream<Domain> halfMade =
        storages.stream()
            .flatMap(storage -> storage.claims().stream())
            .filter(claim -> !defined.contains(claim.name()));
    Stream<Domain> ours =
        Stream.concat(domains.stream(), halfMade)
            .filter(machine -> HostState.isOurs(machine, settings.cluster()));
    return DiskDamage.read(access.files(), ours, files);
  }

  /** What lies in every folder where kvmcore would put a file of its own. */
  Set<Path> files(List<HostState.Storage> storages) {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(settings.configDriveDir());
    folders.add(settings.consoleLogDir());
    if (access.files().isRoot()) { // no one else can delete libvirt's logs
      folders.add(settings.storageDir().getFileSystem().getPath("/", MachineRecord.LIBVIRT_LOGS));
    }
    List<Domain> claimed = new ArrayList<>(domains);
    storages.forEach(storage -> claimed.addAll(storage.claims()));
    storages.forEach(storage -> folders.add(storage.folder()));
    // Listed where it is there only: most clusters have no secrets.
    for (HostState.Storage storage : storages) {
      Path secrets = new ClusterFolder(storage.folder()).secrets(settings.cluster());
      if (storage.secrets().contains(secrets)) {
        folders.add(secrets);
      }
    }
    for (Domain domain : claimed) {
      MachineTag tag = domain.tag();
      if (tag != null && HostState.isOurs(domain, settings.cluster())) {
        Stream<Path> disk =
            tag.disk() instanceof Disk.ImageFile file ? Stream.of(file.path()) : Stream.of();
        Stream.concat(disk, Stream.of(tag.drive(), tag.console()))
            .map(Path::getParent)
            .filter(Objects::nonNull)
            .forEach(folders::add);
      }
    }
    Set<Path> files = new LinkedHashSet<>();
    for (Path folder : folders) {
      access.files().list(folder).forEach(name -> files.add(folder.resolve(name)));
    }
    return files;
  }
}
