package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what the steps that are done need of those that {@code --skip} or {@code --only} left out.
 */
final class SkippedPhaseChecks {
  /** Of many machines not all are told of. */
  private static final int TOLD = 20;

  private SkippedPhaseChecks() {}

  /**
   * What is missing, a line each; empty where the steps can be done.
   *
   * @param missing the machines that are to be made
   */
  static List<String> conflicts(Goal goal, HostState hostState, List<Machine> missing) {
    List<String> found = new ArrayList<>();
    boolean makesDisks =
        goal.does(Phase.DISKS)
            && missing.stream().anyMatch(it -> !isThere(it.disk(), it, hostState));
    if (makesDisks && goal.cached() == null && !goal.does(Phase.DOWNLOAD)) {
      found.add(
          "the image "
              + goal.image().shownSource()
              + " is not in the cache, from which disks have to be made, and "
              + leftOut(Phase.DOWNLOAD));
    }
    if (goal.does(Phase.VMS)) {
      if (!goal.does(Phase.DISKS)) {
        missing.forEach(machine -> disks(machine, hostState, found));
      }
      if (!goal.does(Phase.INIT)) {
        missing.stream()
            .filter(it -> !hostState.hasFile(it.drive()))
            .forEach(it -> found.add(line(it, title(it), it.drive(), Phase.INIT)));
      }
    }
    if (found.size() > TOLD) {
      List<String> some = new ArrayList<>(found.subList(0, TOLD));
      some.add("and " + (found.size() - TOLD) + " more");
      return some;
    }
    return found;
  }

  private static boolean isThere(Disk disk, Machine machine, HostState hostState) {
    return hostState.hasDisk(disk, machine.cluster(), machine.name());
  }

  private static void disks(Machine machine, HostState hostState, List<String> found) {
    if (!isThere(machine.disk(), machine, hostState)) {
      found.add(line(machine, "disk", machine.disk().path(), Phase.DISKS));
    }
    machine.dataDisks().stream()
        .filter(disk -> !isThere(disk, machine, hostState))
        .forEach(disk -> found.add(line(machine, "data disk", disk.path(), Phase.DISKS)));
  }

  private static String line(Machine machine, String what, Path file, Phase step) {
    return machine.name() + ": its " + what + " " + file + " is not there, and " + leftOut(step);
  }

  private static String title(Machine machine) {
    return ConfigSource.of(machine.drive(), machine.name()).orElse(ConfigSource.NINE_P).title();
  }

  private static String leftOut(Phase step) {
    return "the step " + step + " is left out";
  }
}
