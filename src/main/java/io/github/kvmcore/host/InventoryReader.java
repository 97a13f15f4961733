package io.github.kvmcore.host;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.model.Lease;
import io.github.kvmcore.model.MachineTag;
import io.github.kvmcore.model.Network;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.DomainXml;
import io.github.kvmcore.tool.NetworkXml;
import io.github.kvmcore.tool.Virsh;
import io.github.kvmcore.tool.VirshBatch;
import io.github.kvmcore.tool.VirshTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads the {@link Inventory} in two {@code virsh} processes, however many machines there are. */
public final class InventoryReader {
  private static final List<DomainState> STATES =
      List.of(DomainState.RUNNING, DomainState.PAUSED, DomainState.SHUT_OFF, DomainState.OTHER);
  private static final List<List<String>> LISTING =
      List.of(
          List.of("list", "--uuid", "--all", "--state-running"),
          List.of("list", "--uuid", "--all", "--state-paused"),
          List.of("list", "--uuid", "--all", "--state-shutoff"),
          List.of("list", "--uuid", "--all", "--state-other"),
          List.of("net-list", "--uuid"),
          List.of("net-list", "--uuid", "--inactive"));

  private final Outside outside;
  private final Settings settings;
  private final Virsh virsh;
  private final DomainXml domainXml;

  public InventoryReader(Outside outside, Settings settings) {
    this.outside = outside;
    this.settings = settings;
    this.virsh = new Virsh(settings.connect());
    this.domainXml = new DomainXml(settings.storageDir().getFileSystem());
  }

  /**
   * Reads the host.
   *
   * @throws KvmcoreException where libvirt can't be reached
   */
  public Inventory read() {
    List<String> listing = ask(LISTING);
    Map<UUID, DomainState> states = new LinkedHashMap<>();
    for (int i = 0; i < STATES.size(); i++) {
      for (UUID uuid : VirshTables.uuids(listing.get(i))) {
        states.put(uuid, STATES.get(i));
      }
    }
    List<UUID> active = VirshTables.uuids(listing.get(4));
    List<UUID> inactive = VirshTables.uuids(listing.get(5));
    return details(states, active, inactive);
  }

  private Inventory details(Map<UUID, DomainState> states, List<UUID> active, List<UUID> inactive) {
    List<List<String>> commands = new ArrayList<>();
    states.keySet().forEach(uuid -> commands.add(List.of("dumpxml", uuid.toString())));
    active.forEach(uuid -> commands.add(List.of("net-dumpxml", uuid.toString())));
    inactive.forEach(uuid -> commands.add(List.of("net-dumpxml", uuid.toString())));
    active.forEach(uuid -> commands.add(List.of("net-dhcp-leases", uuid.toString())));
    List<String> blocks = commands.isEmpty() ? List.of() : ask(commands);

    List<Domain> domains = new ArrayList<>();
    int next = 0;
    for (Map.Entry<UUID, DomainState> state : states.entrySet()) {
      String block = blocks.get(next++);
      if (!block.isEmpty()) { // else it went away between the two processes
        domains.add(domain(state.getKey(), block, state.getValue()));
      }
    }
    List<Network> networks = new ArrayList<>();
    Map<String, List<Lease>> leases = new HashMap<>();
    for (int i = 0; i < active.size() + inactive.size(); i++) {
      String block = blocks.get(next + i);
      if (!block.isEmpty()) {
        Network network = NetworkXml.parse(block, i < active.size());
        networks.add(network);
        if (i < active.size()) {
          String table = blocks.get(next + active.size() + inactive.size() + i);
          leases.put(network.name(), VirshTables.addresses(table));
        }
      }
    }
    List<Inventory.Storage> storages = storages(domains);
    return new Inventory(domains, networks, leases, storages, files(domains, storages));
  }

  private Domain domain(UUID uuid, String xml, DomainState state) {
    Domain domain = domainXml.parse(xml, state);
    if (!domain.uuid().equals(uuid)) {
      throw new IllegalArgumentException(
          "virsh was asked for domain " + uuid + " and showed " + domain.uuid());
    }
    return domain;
  }

  private List<String> ask(List<List<String>> commands) {
    Command command = virsh.batch(commands);
    CommandResult result = outside.commands().run(command);
    if (!result.ok()) {
      // The batch itself is long and says nothing: a short command fails in the same way.
      throw KvmcoreException.host(
          "can't ask libvirt\n"
              + result.explainAs(virsh.command("list", "--all"))
              + "\n  next: kvmcore doctor says how to mend it; create --setup does it");
    }
    return VirshBatch.blocks(result.out(), commands.size());
  }

  /** The folder of the settings, and those in which machines of the cluster say that they are. */
  private List<Inventory.Storage> storages(List<Domain> domains) {
    Set<Path> folders = new LinkedHashSet<>(List.of(settings.storageDir()));
    for (Domain domain : domains) {
      MachineTag tag = domain.tag();
      if (tag != null && Inventory.isOurs(domain, settings.cluster())) {
        folders.add(tag.storage());
      }
    }
    ClaimReader reader = new ClaimReader(outside.files());
    return folders.stream().map(reader::read).toList();
  }

  private Set<Path> files(List<Domain> domains, List<Inventory.Storage> storages) {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(settings.configDriveDir());
    folders.add(settings.consoleLogDir());
    folders.add(settings.storageDir().getFileSystem().getPath("/", Inventory.LIBVIRT_LOGS));
    List<Domain> claimed = new ArrayList<>(domains);
    storages.forEach(storage -> claimed.addAll(storage.claims()));
    storages.forEach(storage -> folders.add(storage.folder()));
    for (Domain domain : claimed) {
      MachineTag tag = domain.tag();
      if (tag != null && Inventory.isOurs(domain, settings.cluster())) {
        Stream.of(tag.disk(), tag.drive(), tag.console())
            .map(Path::getParent)
            .filter(Objects::nonNull)
            .forEach(folders::add);
      }
    }
    Set<Path> files = new LinkedHashSet<>();
    for (Path folder : folders) {
      outside.files().list(folder).forEach(name -> files.add(folder.resolve(name)));
    }
    return files;
  }
}
