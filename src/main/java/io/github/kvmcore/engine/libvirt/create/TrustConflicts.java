package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.remove.Unclaimed;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds machines and claims that {@code create} must not believe, as others could have forged them.
 * Folders in which others could do so are refused by the doctor's checks before.
 */
final class TrustConflicts {
  private TrustConflicts() {}

  /**
   * A line for each; empty where all is trusted.
   *
   * @param makes whether a machine is made
   */
  static List<String> of(Settings settings, HostState hostState, boolean makes) {
    List<String> found = new ArrayList<>(unclaimed(settings, hostState));
    if (makes) {
      claims(settings, hostState, found);
    }
    return found;
  }

  /**
   * Machines whose domain's metadata alone says that they are the cluster's. Others would join
   * them, and be given the cluster's secrets.
   */
  private static List<String> unclaimed(Settings settings, HostState hostState) {
    return hostState.machines(settings.cluster()).values().stream()
        .filter(machine -> hostState.claim(settings.cluster(), machine.name()).isEmpty())
        .map(
            machine ->
                machine.name()
                    + ": only libvirt's metadata says that its domain is kvmcore's: "
                    + Unclaimed.reason(machine, hostState)
                    + ": first "
                    + NextCommand.of(settings).line("destroy", "--adopt", machine.name())
                    + ", or virsh undefine "
                    + machine.name())
        .toList();
  }

  private static void claims(Settings settings, HostState hostState, List<String> found) {
    hostState.storages().stream()
        .filter(storage -> storage.folder().equals(settings.storageDir()))
        .flatMap(storage -> storage.doubts().stream())
        .filter(doubt -> found.stream().noneMatch(line -> line.contains(doubt.reason())))
        .forEach(
            doubt ->
                found.add(
                    doubt.path()
                        + " is not trusted: "
                        + doubt.reason()
                        + ": look at it, and"
                        + " remove it or give it back to the user who runs kvmcore"));
  }
}
