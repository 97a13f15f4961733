package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.model.network.Ipv4Subnet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the host is able to do.
 *
 * @param architecture as in libvirt's domain XML: {@code x86_64}, {@code aarch64}
 * @param processors the number of logical processors
 * @param kvmObstacle why KVM can't be used; null where it can
 * @param qemuUser the user as whom libvirt runs QEMU; null where it could not be found out
 * @param root whether kvmcore runs as root, and can give files to QEMU's user
 * @param machineId /etc/machine-id; empty where there is none
 * @param ninePfs whether the host's QEMU can share a folder by 9p
 * @param isoProgram the program that makes ISO images; null where there is none
 * @param sshKeygen whether the host can make ssh keys
 * @param routes the destinations of all routes but the default one
 * @param folders what is at the folders that will be used, and at each of their parents
 * @param untrusted the folders among them in which others could forge what kvmcore keeps there,
 *     with the reason: {@code /srv/pool is owned by alice}
 * @param usableBytes by folder: how much can still be written there
 * @param hardware what it has for guests' further hardware
 */
public record HostFacts(
    String architecture,
    int processors,
    @Nullable String kvmObstacle,
    HostMemory memory,
    @Nullable String qemuUser,
    boolean root,
    String machineId,
    boolean ninePfs,
    @Nullable String isoProgram,
    boolean sshKeygen,
    List<Ipv4Subnet> routes,
    Map<Path, Optional<FileFacts>> folders,
    Map<Path, String> untrusted,
    Map<Path, Long> usableBytes,
    HardwareFacts hardware) {
  public HostFacts {
    routes = List.copyOf(routes);
    folders = Map.copyOf(folders);
    untrusted = Map.copyOf(untrusted);
    usableBytes = Map.copyOf(usableBytes);
  }

  public boolean kvm() {
    return kvmObstacle == null;
  }

  /**
   * Whether guests can read their configuration from a folder by 9p: QEMU shares it as it is, so
   * its files have to belong to QEMU's user.
   */
  public boolean sharesConfigs() {
    return ninePfs && root;
  }

  /** Whether a directory (or anything else) is at one of the {@link #folders}. */
  public boolean exists(Path folder) {
    return folders.getOrDefault(folder, Optional.empty()).isPresent();
  }
}
