package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.MachineOrder;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.ownership.Records;
import io.github.kvmcore.plan.ownership.StorageRecord;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the host holds now: every domain and network, and the files that could be kvmcore's.
 *
 * @param leases by network name
 * @param storages the storage folders that were looked into
 * @param files every file that lies where kvmcore would put one of its own
 * @param atBoot the domains that start with the host; empty where the settings don't care
 * @param volumes the logical volumes, where the cluster has or wants any
 * @param damage files of the cluster's machines that do not hold what was written to them
 * @param neighbours who answers at addresses that machines may get; empty if none was probed
 */
public record HostState(
    List<Domain> domains,
    List<Network> networks,
    Map<String, List<Lease>> leases,
    List<Storage> storages,
    Set<Path> files,
    Set<UUID> atBoot,
    Volumes volumes,
    DiskDamage damage,
    List<Lease> neighbours)
    implements Records {
  /**
   * Each is asked for many times, and Java takes its time for a digest that it has not compiled.
   */
  private static final Map<String, UUID> UUIDS = new ConcurrentHashMap<>();

  /** One whose files were not looked into, and where no address was probed. */
  public HostState(
      List<Domain> domains,
      List<Network> networks,
      Map<String, List<Lease>> leases,
      List<Storage> storages,
      Set<Path> files,
      Set<UUID> atBoot,
      Volumes volumes) {
    this(domains, networks, leases, storages, files, atBoot, volumes, DiskDamage.NONE, List.of());
  }

  public HostState {
    domains = List.copyOf(domains);
    networks = List.copyOf(networks);
    leases = Map.copyOf(leases);
    storages = List.copyOf(storages);
    files = Set.copyOf(files);
    atBoot = Set.copyOf(atBoot);
    neighbours = List.copyOf(neighbours);
  }

  /**
   * A storage folder.
   *
   * @param claims the machines, of any cluster, whose claim lies there
   * @param madeFolders the folders that kvmcore made for it, parents first
   * @param halfWritten files beside the claims that a run was writing, or had yet to do something
   *     with, when it died, of any cluster
   * @param claimTexts each claim as it is, by the machine's name
   * @param secrets folders beside the claims that hold what is secret of a cluster, of any cluster
   * @param madeVolumes the shared logical volumes that kvmcore made for clusters of this folder, as
   *     {@code GROUP/NAME}
   * @param doubts what lies there and is left out of all of these, as others could have written it
   */
  public record Storage(
      Path folder,
      List<Domain> claims,
      Map<String, String> claimTexts,
      List<Path> madeFolders,
      List<Path> halfWritten,
      List<Path> secrets,
      Set<String> madeVolumes,
      List<Doubt> doubts) {
    public Storage {
      claims = List.copyOf(claims);
      claimTexts = Map.copyOf(claimTexts);
      madeFolders = List.copyOf(madeFolders);
      halfWritten = List.copyOf(halfWritten);
      secrets = List.copyOf(secrets);
      madeVolumes = Set.copyOf(madeVolumes);
      doubts = List.copyOf(doubts);
    }

    /** One with nothing of kvmcore's that counts. */
    static Storage without(Path folder, List<Doubt> doubts) {
      return new Storage(
          folder, List.of(), Map.of(), List.of(), List.of(), List.of(), Set.of(), doubts);
    }

    /** What it says kvmcore made. */
    public StorageRecord record() {
      return StorageRecord.read(folder, madeFolders, madeVolumes);
    }

    /** Whether it is another cluster's as well. */
    public boolean isOthers(String cluster) {
      return claims.stream()
          .map(Domain::tag)
          .anyMatch(tag -> tag != null && !tag.cluster().equals(cluster));
    }

    private Storage withMadeFolders(List<Path> more) {
      Set<Path> all = new LinkedHashSet<>(more);
      all.addAll(madeFolders);
      return new Storage(
          folder, claims, claimTexts, List.copyOf(all), halfWritten, secrets, madeVolumes, doubts);
    }
  }

  /**
   * A claim, or a folder with claims, that is not believed.
   *
   * @param reason why: {@code /srv/pool is owned by alice}
   */
  public record Doubt(Path path, String reason) {}

  /** The same, where kvmcore made these folders as well, for the storage folder; parents first. */
  public HostState withMadeFolders(Path storage, List<Path> folders) {
    if (folders.isEmpty()) {
      return this;
    }
    List<Storage> all =
        storages.stream()
            .map(it -> it.folder().equals(storage) ? it.withMadeFolders(folders) : it)
            .toList();
    return withStorages(all);
  }

  /** The same with other storage folders. */
  HostState withStorages(List<Storage> all) {
    return new HostState(
        domains, networks, leases, all, files, atBoot, volumes, damage, neighbours);
  }

  /** The same with those who answer at addresses that machines may get. */
  public HostState withNeighbours(List<Lease> found) {
    return new HostState(
        domains, networks, leases, storages, files, atBoot, volumes, damage, found);
  }

  /**
   * Whether a domain is a machine of a cluster: a copy of one (virt-clone copies the tag as well)
   * has another name or UUID, and is somebody else's.
   */
  public static boolean isOurs(Domain domain, String cluster) {
    MachineTag tag = domain.tag();
    return tag != null
        && tag.cluster().equals(cluster)
        && tag.name().equals(domain.name())
        && tag.isConsistent()
        && domain.uuid().equals(uuid(cluster, domain.name()));
  }

  private static UUID uuid(String cluster, String name) {
    return UUIDS.computeIfAbsent(cluster + "/" + name, key -> Identity.uuid(cluster, name));
  }

  /** The cluster's machines by name: its domains, and claims of machines that have none. */
  public Map<String, Domain> machines(String cluster) {
    Map<String, Domain> machines = new LinkedHashMap<>();
    domains.stream()
        .filter(domain -> isOurs(domain, cluster))
        .sorted(MachineOrder.by(HostState::indexOf, Domain::name))
        .forEach(domain -> machines.put(domain.name(), domain));
    claims().stream()
        .filter(claim -> isOurs(claim, cluster))
        .sorted(MachineOrder.by(HostState::indexOf, Domain::name))
        .forEach(claim -> machines.putIfAbsent(claim.name(), claim));
    return machines;
  }

  /** Whether one of the cluster's machines has all its files; a domain without them is a ruin. */
  public boolean isWhole(Domain machine) {
    MachineTag tag = machine.tag();
    return switch (machine.state()) {
      case INCOMPLETE -> false;
      case SHUT_OFF -> tag != null && hasDisks(tag) && hasFile(tag.drive());
      default -> true;
    };
  }

  /** Whether all disks that a tag names are there and whole. */
  private boolean hasDisks(MachineTag tag) {
    return hasDisk(tag)
        && tag.dataDisks().stream().allMatch(disk -> hasDisk(disk, tag.cluster(), tag.name()));
  }

  /** Whether the disk that a tag names is there and whole. */
  public boolean hasDisk(MachineTag tag) {
    return hasDisk(tag.disk(), tag.cluster(), tag.name());
  }

  /** Whether a machine's disk is there and whole; a volume counts where it has the right tags. */
  public boolean hasDisk(Disk disk, String cluster, String machine) {
    return disk instanceof Disk.Volume volume
        ? volumes.find(volume, cluster, machine).filter(LogicalVolume::isFinished).isPresent()
        : hasFile(disk.path());
  }

  /** Why a machine's disks are no whole images, a line for each; empty if all can be used. */
  public List<String> brokenDisks(MachineTag tag) {
    return Stream.concat(Stream.of(tag.disk()), tag.dataDisks().stream())
        .flatMap(
            disk ->
                Stream.ofNullable(damage.broken().get(disk.path()))
                    .map(why -> disk.path() + " is damaged: " + why))
        .toList();
  }

  /** Whether a file is there and holds something, so that it need not be made. */
  public boolean hasFile(Path file) {
    return files.contains(file) && !damage.empty().contains(file);
  }

  /** The domains that use a disk and are not the cluster's. */
  public List<String> foreignUsers(Disk disk, String cluster) {
    return paths(disk).flatMap(path -> foreignUsers(path, cluster).stream()).distinct().toList();
  }

  /** The domains that use a file and are not the cluster's. */
  public List<String> foreignUsers(Path file, String cluster) {
    return users(file).filter(domain -> !isOurs(domain, cluster)).map(Domain::name).toList();
  }

  /**
   * The domains that use a disk and stay: somebody else's, and machines of the cluster, as a disk
   * can have been attached to another than the one that it was made for.
   *
   * @param going the cluster's machines that are removed
   */
  public List<String> remainingUsers(Disk disk, String cluster, Set<String> going) {
    return paths(disk)
        .flatMap(this::users)
        .filter(domain -> !isOurs(domain, cluster) || !going.contains(domain.name()))
        .map(Domain::name)
        .distinct()
        .toList();
  }

  private Stream<Domain> users(Path file) {
    return domains.stream().filter(domain -> domain.files().contains(file));
  }

  private static Stream<Path> paths(Disk disk) {
    return disk instanceof Disk.Volume volume
        ? Stream.of(volume.path(), volume.mapped())
        : Stream.of(disk.path());
  }

  private static int indexOf(Domain domain) {
    MachineTag tag = domain.tag();
    return tag == null ? 0 : tag.index();
  }

  @Override
  public List<Domain> claims() {
    return storages.stream().map(Storage::claims).flatMap(Collection::stream).toList();
  }

  @Override
  public List<StorageRecord> storageRecords() {
    return storages.stream().map(Storage::record).toList();
  }

  @Override
  public Optional<MachineTag> claim(String cluster, String machine) {
    return claims().stream()
        .filter(claim -> claim.name().equals(machine) && isOurs(claim, cluster))
        .flatMap(claim -> Stream.ofNullable(claim.tag()))
        .findFirst();
  }

  /** The claim of one of the cluster's machines as it is; empty where it has none. */
  public Optional<String> claimText(MachineTag machine) {
    return storages.stream()
        .filter(storage -> storage.folder().equals(machine.storage()))
        .flatMap(storage -> Stream.ofNullable(storage.claimTexts().get(machine.name())))
        .findFirst();
  }

  public Optional<Network> network(String name) {
    return networks.stream().filter(network -> network.name().equals(name)).findFirst();
  }

  /** The network that a guest's interface is on, by {@link Domain.Interface#source}. */
  public Optional<Network> networkOf(String source) {
    return source.startsWith("bridge:")
        ? networks.stream()
            .filter(network -> network.active() && network.bridge().equals(device(source)))
            .findFirst()
        : network(source);
  }

  /** The host's bridge that an interface is on; empty where none is known. */
  public String device(String source) {
    return source.startsWith("bridge:")
        ? source.substring("bridge:".length())
        : network(source).map(Network::bridge).orElse("");
  }

  /** The leases of the network that an interface is on, for its MAC address. */
  public Optional<Ipv4Address> lease(Domain.Interface link) {
    return networkOf(link.source()).stream()
        .flatMap(network -> leases.getOrDefault(network.name(), List.of()).stream())
        .filter(lease -> lease.mac().equals(link.mac()))
        .map(Lease::address)
        .findFirst();
  }

  public Optional<Domain> domain(String name) {
    return domains.stream().filter(domain -> domain.name().equals(name)).findFirst();
  }

  /** The network that belongs to the cluster; empty where it has none of its own. */
  public Optional<Network> ownNetwork(String cluster) {
    return networks.stream().filter(network -> cluster.equals(network.cluster())).findFirst();
  }
}
