package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.engine.libvirt.read.InventoryReader;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.Ownership;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consoles' logs, those of virtiofsd and the firmware's variables of numbered machines that are
 * gone, of clusters that a record or the settings name.
 */
final class GcLogs {
  private static final Pattern LOG =
      Pattern.compile("([a-z][a-z0-9-]*?)(-console|-fs[0-9]+-virtiofsd|)\\.log(?:\\.[0-9]+)?");
  private static final Pattern NVRAM = Pattern.compile("([a-z][a-z0-9-]*)_VARS\\.(?:fd|qcow2)");

  private final HostInventory inventory;
  private final Settings settings;
  private final Ownership ownership;
  private final Set<Path> named;
  private final Set<String> clusters = new LinkedHashSet<>();

  GcLogs(HostInventory inventory, Settings settings, Ownership ownership) {
    this.inventory = inventory;
    this.settings = settings;
    this.ownership = ownership;
    this.named = inventory.named();
    clusters.add(settings.cluster());
    clusters.addAll(ownership.clusters());
  }

  List<Leftover> leftovers() {
    List<Leftover> found = new ArrayList<>();
    Path root = settings.imageCacheDir().getFileSystem().getPath("/");
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(settings.consoleLogDir());
    folders.add(root.resolve(MachineRecord.LIBVIRT_LOGS));
    folders.forEach(folder -> look(folder, LOG, Leftover.Kind.LOG, found));
    look(root.resolve(InventoryReader.NVRAM), NVRAM, Leftover.Kind.NVRAM, found);
    return found;
  }

  private void look(Path folder, Pattern pattern, Leftover.Kind kind, List<Leftover> found) {
    for (Path path : inventory.in(folder)) {
      Matcher matcher = pattern.matcher(String.valueOf(path.getFileName()));
      if (matcher.matches() && !named.contains(path) && isOurs(matcher, kind)) {
        String machine = matcher.group(1);
        cluster(machine)
            .filter(cluster -> !inventory.host().machines(cluster).containsKey(machine))
            .filter(cluster -> inventory.host().domain(machine).isEmpty())
            .map(
                cluster ->
                    GcFiles.of(
                        inventory,
                        kind,
                        ownership.leftLog(path, cluster),
                        cluster,
                        "there is no machine " + machine))
            .ifPresent(found::add);
      }
    }
  }

  /** libvirt's own log may be of a domain of somebody else's: with a console's beside it is not. */
  private boolean isOurs(Matcher matcher, Leftover.Kind kind) {
    Path console = settings.consoleLogDir().resolve(matcher.group(1) + "-console.log");
    return kind == Leftover.Kind.NVRAM
        || !matcher.group(2).isEmpty()
        || inventory.files().containsKey(console);
  }

  private Optional<String> cluster(String machine) {
    return clusters.stream().filter(cluster -> MachineSpec.index(cluster, machine) > 0).findFirst();
  }
}
