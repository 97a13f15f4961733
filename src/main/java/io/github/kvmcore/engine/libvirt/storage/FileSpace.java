package io.github.kvmcore.engine.libvirt.storage;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.DiskMode;
import io.github.kvmcore.spec.Settings;
import java.util.List;

/** Whether a file system has room for the disks that a plan copies to it. */
public final class FileSpace {
  private FileSpace() {}

  /**
   * Goes on only where it has: full copies take at least what the base image takes, and a disk that
   * runs full harms everybody.
   *
   * @throws KvmcoreException of the host, with the numbers
   */
  public static void require(
      Settings settings, HostState hostState, HostFacts facts, Goal goal, List<Machine> missing) {
    BaseImage image = goal.cached();
    long free = facts.usableBytes().getOrDefault(settings.storageDir(), Long.MAX_VALUE);
    long copies =
        missing.stream()
            .filter(machine -> machine.disk() instanceof Disk.ImageFile)
            .filter(machine -> !hostState.hasFile(machine.disk().path()))
            .count();
    if (settings.diskMode() == DiskMode.COPY && image != null) {
      long needed = copies * image.fileBytes();
      if (needed > free) {
        throw KvmcoreException.host(
            copies
                + " copies of the image need at least "
                + ByteSize.text(needed)
                + ", and "
                + settings.storageDir()
                + " has "
                + ByteSize.text(free)
                + " free\n  next: make room, or leave out disk_mode: copy");
      }
    }
  }
}
