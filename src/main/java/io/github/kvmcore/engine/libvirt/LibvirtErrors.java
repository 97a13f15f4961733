package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.engine.CommandErrors;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.storage.Lvm;
import java.util.List;

/** What failures of virsh and LVM mean. */
public final class LibvirtErrors implements CommandErrors {
  /**
   * libvirt's words for a race with another client, and LVM's where what filled a volume for a run
   * that was killed goes on for a while. The port goes where a network is stopped while a machine
   * starts: then the next try says which network to start.
   */
  private static final List<String> RACES =
      List.of(
          "has asynchronous jobs running",
          "cannot acquire state change lock",
          "network port not found",
          Lvm.IN_USE);

  @Override
  public boolean isTransient(CommandResult failed) {
    return RACES.stream().anyMatch(failed.err()::contains);
  }

  @Override
  public boolean lostConnection(CommandResult failed) {
    return Virsh.lostConnection(failed);
  }

  /** libvirt changes a network wholly or not at all. */
  @Override
  public boolean changedNothing(CommandResult failed) {
    return Virsh.isNetUpdate(failed.command()) && !lostConnection(failed);
  }
}
