package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks for the clusters of a whole host: by the domains' and the networks' metadata, and by the
 * claims in every storage folder that a domain names, that lies beside the image cache, or beside
 * the folder of the settings.
 */
public final class ClusterFinder {
  /** What kvmcore takes as a name; metadata with another is none of its own. */
  private static final String NAME = "[a-z][a-z0-9-]{0,39}";

  private final HostAccess access;
  private final Settings settings;

  public ClusterFinder(HostAccess access, Settings settings) {
    this.access = access;
    this.settings = settings;
  }

  /**
   * Reads the host, with the claims of every cluster.
   *
   * @throws KvmcoreException where libvirt can't be reached
   */
  public HostState read() {
    HostState own = new HostStateReader(access, settings).read();
    ClaimReader claims = new ClaimReader(access.files());
    List<HostState.Storage> storages = folders(own).stream().map(claims::read).toList();
    return own.withStorages(storages);
  }

  /** The clusters that have a machine, whole or half-made, or a network. */
  public static Set<String> clusters(HostState hostState) {
    Set<String> clusters = new TreeSet<>();
    Stream.concat(hostState.domains().stream(), hostState.claims().stream())
        .flatMap(
            domain ->
                Stream.ofNullable(domain.tag())
                    .map(MachineTag::cluster)
                    .filter(cluster -> HostState.isOurs(domain, cluster)))
        .forEach(clusters::add);
    hostState.networks().stream()
        .flatMap(network -> Stream.ofNullable(network.cluster()))
        .forEach(clusters::add);
    clusters.removeIf(cluster -> !cluster.matches(NAME));
    return clusters;
  }

  private Set<Path> folders(HostState own) {
    Set<Path> folders = new LinkedHashSet<>();
    own.storages().forEach(storage -> folders.add(storage.folder()));
    own.domains().stream()
        .flatMap(domain -> Stream.ofNullable(domain.tag()))
        .map(MachineTag::storage)
        .forEach(folders::add);
    Stream.of(settings.imageCacheDir(), settings.storageDir())
        .map(Path::getParent)
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(parent -> beside(parent).stream())
        .forEach(folders::add);
    return folders;
  }

  /** The folders of this one in which kvmcore keeps something. */
  private List<Path> beside(Path parent) {
    return access.files().list(parent).stream()
        .map(parent::resolve)
        .filter(this::isFolder)
        .filter(folder -> isFolder(new ClusterFolder(folder).claims()))
        .toList();
  }

  private boolean isFolder(Path path) {
    return access.files().stat(path).filter(FileFacts::isDirectory).isPresent();
  }
}
