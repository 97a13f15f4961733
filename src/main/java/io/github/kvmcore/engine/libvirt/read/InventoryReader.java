package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.HostFiles.FileLock;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.ImageCacheFolder;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.spec.Settings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the {@link HostInventory}. */
public final class InventoryReader {
  /** Where libvirt's system daemon keeps the variables of guests' firmware. */
  public static final String NVRAM = "var/lib/libvirt/qemu/nvram";

  private final HostAccess access;
  private final HostFiles files;
  private final Settings settings;
  private final Programs programs;

  public InventoryReader(HostAccess access, Settings settings, Programs programs) {
    this.access = access;
    this.files = access.files();
    this.settings = settings;
    this.programs = programs;
  }

  /**
   * Reads it.
   *
   * @throws KvmcoreException where libvirt can't be reached
   */
  public HostInventory read() {
    Volumes volumes =
        programs.has("lvs") && files.isRoot() ? new VolumeReader(access).read(null) : Volumes.NONE;
    HostState host = new ClusterFinder(access, settings).read();
    Map<Path, FileFacts> found = new LinkedHashMap<>();
    Map<Path, String> untrusted = new LinkedHashMap<>();
    for (Path folder : folders(host)) {
      files.untrusted(folder).ifPresent(why -> untrusted.put(folder, why));
      for (String name : files.list(folder)) {
        Path path = folder.resolve(name);
        files.stat(path).ifPresent(facts -> found.put(path, facts));
      }
    }
    HostState all =
        new HostState(
            host.domains(),
            host.networks(),
            host.leases(),
            host.storages(),
            found.keySet(),
            host.atBoot(),
            volumes);
    return new HostInventory(all, found, held(found.keySet()), untrusted, Instant.now());
  }

  private Set<Path> folders(HostState host) {
    Set<Path> folders = new LinkedHashSet<>();
    for (HostState.Storage storage : host.storages()) {
      folders.add(storage.folder());
      folders.add(new ClusterFolder(storage.folder()).claims());
      storage.madeFolders().forEach(folders::add);
    }
    folders.add(settings.configDriveDir());
    folders.add(settings.consoleLogDir());
    folders.add(settings.imageCacheDir());
    keys().ifPresent(folders::add);
    Path root = settings.imageCacheDir().getFileSystem().getPath("/");
    if (files.isRoot()) { // no one else can delete what libvirt keeps there
      folders.add(root.resolve(MachineRecord.LIBVIRT_LOGS));
      folders.add(root.resolve(NVRAM));
    }
    Stream.of(settings.imageCacheDir(), settings.storageDir())
        .map(Path::getParent)
        .filter(Objects::nonNull)
        .forEach(folders::add);
    emptyOnes(folders);
    return folders;
  }

  /** Where images that are signed were fetched, the publishers' keys lie in the cache. */
  private Optional<Path> keys() {
    Path keys = new ImageCacheFolder(settings.imageCacheDir()).keys();
    boolean there = files.list(settings.imageCacheDir()).contains(keys.getFileName().toString());
    return there ? Optional.of(keys) : Optional.empty();
  }

  /** Whether those beside the cache are empty has to be known of them, too. */
  private void emptyOnes(Set<Path> folders) {
    Path parent = settings.imageCacheDir().getParent();
    if (parent != null) {
      files.list(parent).stream()
          .map(parent::resolve)
          .filter(path -> files.stat(path).filter(FileFacts::isDirectory).isPresent())
          .forEach(folders::add);
    }
  }

  /** Taken and given back, which removes it: one that nobody holds means nothing. */
  private Set<Path> held(Set<Path> paths) {
    Set<Path> held = new LinkedHashSet<>();
    for (Path path : paths) {
      if (isLock(path)) {
        try {
          Optional<FileLock> lock = files.tryLock(path, "kvmcore gc");
          lock.ifPresentOrElse(FileLock::close, () -> held.add(path));
        } catch (UncheckedIOException e) {
          held.add(path); // another user's, or no file: not to be touched
        }
      }
    }
    return held;
  }

  private boolean isLock(Path path) {
    return settings.imageCacheDir().equals(path.getParent())
        && String.valueOf(path.getFileName()).matches(".+\\.qcow2(\\.lock|\\.hold-[0-9a-f-]{36})");
  }
}
