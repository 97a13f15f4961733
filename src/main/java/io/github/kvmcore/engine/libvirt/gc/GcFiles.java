package io.github.kvmcore.engine.libvirt.gc;

import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.libvirt.read.ClusterFinder;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.OwnedPath;
import io.github.kvmcore.plan.ownership.StorageRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Disks and configurations in storage folders that kvmcore made for a cluster, and what runs that
 * died left beside the claims. Half-made machines are none: create finishes them.
 */
final class GcFiles {
  private static final String NAME = "[a-z][a-z0-9-]{0,62}";
  private static final Pattern CONFIG =
      Pattern.compile(
          "(?:configdrive-(" + NAME + ")(?:\\.iso(?:\\.part)?)?|ignition-(" + NAME + ")\\.ign)");
  private static final Pattern HALF =
      Pattern.compile("\\.(?:(folders)|(" + NAME + ")\\.(?:xml|network|volumes))\\.[0-9a-f]{1,16}");

  private final HostInventory inventory;
  private final HostState host;
  private final Set<Path> named;
  private final List<Leftover> found = new ArrayList<>();

  GcFiles(HostInventory inventory) {
    this.inventory = inventory;
    this.host = inventory.host();
    this.named = inventory.named();
  }

  List<Leftover> leftovers() {
    for (HostState.Storage storage : host.storages()) {
      Path last = storage.folder().getFileName();
      String cluster = last == null ? "" : last.toString();
      if (cluster.matches(NAME)) {
        StorageRecord record = storage.record();
        if (record.madeFolders().contains(storage.folder())) {
          record.madeFolders().forEach(folder -> files(folder, cluster, record));
        }
        beside(storage, cluster, record);
      }
    }
    return found;
  }

  /** A folder that kvmcore made for this cluster. */
  private void files(Path folder, String cluster, StorageRecord record) {
    String disk = "vm-" + Pattern.quote(cluster);
    Pattern first = Pattern.compile(disk + "-([1-9][0-9]{0,8})(-data[0-9]{1,2})?\\.img(\\.part)?");
    for (Path path : inventory.in(folder)) {
      String name = String.valueOf(path.getFileName());
      Matcher config = CONFIG.matcher(name);
      Matcher image = first.matcher(name);
      if (named.contains(path) || isPartOfNamed(path) || inventory.isUsed(path)) {
        continue;
      }
      if (image.matches()) {
        String machine = MachineSpec.name(cluster, Integer.parseInt(image.group(1)));
        disk(record.own(path), cluster, machine);
      } else if (config.matches()) {
        String machine = Objects.requireNonNullElse(config.group(1), config.group(2));
        unclaimed(Leftover.Kind.CONFIG, record.own(path), cluster, machine);
      }
    }
  }

  private boolean isPartOfNamed(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".part")
        && named.contains(path.resolveSibling(name.substring(0, name.length() - 5)))
        && incomplete(path);
  }

  /** Whether a half-made machine's own: its next run goes on with it. */
  private boolean incomplete(Path part) {
    String whole = part.toString().substring(0, part.toString().length() - 5);
    return host.claims().stream()
        .flatMap(claim -> Stream.ofNullable(claim.tag()))
        .filter(tag -> host.domain(tag.name()).isEmpty())
        .anyMatch(
            tag ->
                tag.disk().path().toString().equals(whole)
                    || tag.drive().toString().equals(whole)
                    || tag.dataDisks().stream().anyMatch(it -> it.path().toString().equals(whole)));
  }

  /** Of a machine that is there, a disk that it does not have. */
  private void disk(OwnedPath path, String cluster, String machine) {
    Domain domain = host.machines(cluster).get(machine);
    if (domain == null) {
      unclaimed(Leftover.Kind.DISK, path, cluster, machine);
    } else if (domain.state() != DomainState.INCOMPLETE) {
      add(Leftover.Kind.DISK, path, cluster, machine + " does not have it");
    }
  }

  private void unclaimed(Leftover.Kind kind, OwnedPath path, String cluster, String machine) {
    boolean domain = host.domain(machine).isPresent();
    if (!domain && !host.machines(cluster).containsKey(machine)) {
      add(kind, path, cluster, "there is no machine " + machine);
    }
  }

  /** What lies beside the claims. */
  private void beside(HostState.Storage storage, String cluster, StorageRecord record) {
    Path folder = new ClusterFolder(storage.folder()).claims();
    if (inventory.untrusted().containsKey(folder)) {
      return; // others put there what they like
    }
    for (Path file : inventory.in(folder)) {
      OwnedPath path = record.own(file);
      String name = String.valueOf(file.getFileName());
      Matcher half = HALF.matcher(name);
      if (half.matches()) {
        add(Leftover.Kind.FILE, path, cluster, "a run was writing it when it died");
      } else if (name.endsWith(ClusterFolder.VOLUMES_SUFFIX)) {
        volumes(path, name.substring(0, name.length() - ClusterFolder.VOLUMES_SUFFIX.length()));
      } else if (name.endsWith(ClusterFolder.NETWORK_SUFFIX)) {
        network(path, name.substring(0, name.length() - ClusterFolder.NETWORK_SUFFIX.length()));
      } else if (name.endsWith(".drive")) {
        drive(path, name.substring(0, name.length() - ".drive".length()), cluster);
      } else if (name.startsWith(ClusterFolder.SECRETS_PREFIX)) {
        String whose = name.substring(ClusterFolder.SECRETS_PREFIX.length());
        if (host.machines(whose).isEmpty()) {
          add(Leftover.Kind.SECRETS, path, whose, "cluster " + whose + " has no machine");
        }
      }
    }
  }

  /** Of a cluster that is there it tells the next create what is yet to be done. */
  private void network(OwnedPath path, String cluster) {
    if (!ClusterFinder.clusters(host).contains(cluster)) {
      add(Leftover.Kind.FILE, path, cluster, "a run died before it had made the network of it");
    }
  }

  /** Needed as long as any of them may be there. */
  private void volumes(OwnedPath path, String cluster) {
    if (!ClusterFinder.clusters(host).contains(cluster)) {
      add(Leftover.Kind.FILE, path, cluster, "cluster " + cluster + " has no machine");
    }
  }

  private void drive(OwnedPath path, String machine, String cluster) {
    boolean begun =
        host.claims().stream()
            .flatMap(claim -> Stream.ofNullable(claim.tag()))
            .map(MachineTag::name)
            .collect(Collectors.toSet())
            .contains(machine);
    if (!begun || host.domain(machine).isPresent()) {
      add(Leftover.Kind.FILE, path, cluster, "a run died while it made an ISO image of it");
    }
  }

  private void add(Leftover.Kind kind, OwnedPath path, String cluster, String why) {
    found.add(of(inventory, kind, path, cluster, why));
  }

  /** A file or folder, removed with all that it holds. */
  static Leftover of(
      HostInventory inventory,
      Leftover.Kind kind,
      OwnedPath owned,
      @Nullable String cluster,
      String why) {
    Path path = owned.path();
    FileFacts facts = inventory.files().get(path);
    Instant since = facts == null ? null : Instant.ofEpochSecond(facts.modifiedMillis() / 1000);
    Long bytes = facts == null || !facts.isFile() ? null : facts.bytes();
    Action removal =
        facts != null && facts.isDirectory()
            ? new Action.DeleteTree(owned)
            : new Action.Delete(owned);
    return new Leftover(kind, path.toString(), cluster, bytes, why, since, List.of(removal));
  }
}
