package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.model.config.ConfigKind;
import io.github.kvmcore.model.config.Provisioning;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what of the {@link Need}s is on the host: on PATH, and where daemons look that don't follow
 * the user's PATH.
 */
public final class NeedFinder {
  private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/libexec");

  private final HostFiles files;
  private final Programs programs;
  private final Settings settings;
  private final String architecture;

  /**
   * @param architecture as in libvirt's domain XML
   */
  public NeedFinder(HostFiles files, Programs programs, Settings settings, String architecture) {
    this.files = files;
    this.programs = programs;
    this.settings = settings;
    this.architecture = architecture;
  }

  /**
   * What creating machines with these settings takes.
   *
   * @param shares whether guests can have a folder by 9p, so that no ISO is needed
   */
  public List<Need> wanted(boolean shares) {
    List<Need> wanted =
        new ArrayList<>(List.of(Need.VIRSH, Need.LIBVIRTD, Need.QEMU_IMG, Need.EMULATOR, Need.IP));
    if (settings.bridge() == null) {
      wanted.add(Need.DNSMASQ);
    }
    VolumeSettings volumes = settings.volumes();
    if (volumes != null) {
      wanted.add(Need.LVM);
    }
    if (volumes != null && volumes.pool() != null) {
      wanted.add(Need.THIN);
    }
    String image = settings.image();
    Os named = settings.catalogue().os();
    Os os = image == null || named != Os.OTHER ? named : Os.ofImage(image);
    if (settings.configDrive().isIso(os, shares)
        && settings.config().kind(os) == ConfigKind.CLOUD_CONFIG) {
      wanted.add(Need.ISO);
    }
    if (wantsSecrets()) {
      wanted.add(Need.OPENSSL);
    }
    boolean bzip2 = image == null ? os != Os.FCOS : image.endsWith(".bz2");
    if (bzip2) {
      wanted.add(Need.DECOMPRESSOR);
    }
    if (settings.catalogue().verify()
        && (image == null || !settings.catalogue().keys().isEmpty())) {
      wanted.add(Need.GPGV);
    }
    wanted.add(Need.SSH);
    wanted.add(Need.SSH_KEYGEN);
    return wanted;
  }

  /** The shipped profiles whose machines have keys or tokens of kvmcore's making. */
  private boolean wantsSecrets() {
    return switch (settings.profile()) {
      case "k3s" -> true;
      case "etcd" ->
          settings.services().etcdTls()
              && settings.config().provisioning() != Provisioning.CLOUD_CONFIG;
      default -> false;
    };
  }

  /** Where the program is; empty where it is not on the host. */
  public Optional<Path> find(Need need) {
    for (String program : need.programs(architecture)) {
      Optional<Path> found = programs.find(program).or(() -> inSystemFolders(program));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Of several needs those that are not on the host. */
  public List<Need> missing(List<Need> needs) {
    return needs.stream().filter(need -> find(need).isEmpty()).toList();
  }

  private Optional<Path> inSystemFolders(String program) {
    return SYSTEM_FOLDERS.stream()
        .map(folder -> settings.storageDir().getFileSystem().getPath(folder, program))
        .filter(files::isExecutable)
        .findFirst();
  }
}
