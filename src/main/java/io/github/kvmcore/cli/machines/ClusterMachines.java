package io.github.kvmcore.cli.machines;

import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.machine.MachineNames;
import io.github.kvmcore.engine.libvirt.machine.MachineStates;
import io.github.kvmcore.engine.libvirt.read.DetailsReader;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.report.MachineReport;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The machines of the run's cluster as they are, for the commands that only read; one thread. */
public final class ClusterMachines {
  private final Session session;
  private final HostState hostState;
  private final String cluster;
  private final Map<String, Domain> domains;
  private final List<MachineStates.Present> machines;
  private final AddressFinder addresses;
  private final Map<MachineStates.Present, MachineStatus> statuses = new HashMap<>();

  private ClusterMachines(Session session, HostState hostState) {
    this.session = session;
    this.hostState = hostState;
    this.cluster = session.settings().cluster();
    this.domains = hostState.machines(cluster);
    this.machines = MachineStates.of(hostState, cluster);
    this.addresses = MachineList.addressFinder(session, hostState);
  }

  /**
   * Reads what of the host describes machines.
   *
   * @throws KvmcoreException of the input, where it has no such cluster
   */
  static HostState hostState(Session session) {
    HostState hostState = session.machines();
    UnknownCluster.refuse(session, hostState);
    return hostState;
  }

  /**
   * Reads them from the host.
   *
   * @throws KvmcoreException of the input, where it has no such cluster
   */
  public static ClusterMachines read(Session session) {
    return new ClusterMachines(session, hostState(session));
  }

  /** All of them, in the cluster's order. */
  public List<MachineStates.Present> all() {
    return machines;
  }

  /** For people, where there is none. */
  public String emptyNote() {
    return MachineReport.emptyNote(cluster);
  }

  /**
   * The machines of these names or numbers, in the cluster's order; all of them where none is
   * given.
   *
   * @throws KvmcoreException of the input, with every name that is no machine's
   */
  public List<MachineStates.Present> choose(List<String> words) {
    if (words.isEmpty()) {
      return machines;
    }
    List<String> names = new MachineNames(cluster, hostState).choose(words);
    return machines.stream().filter(it -> names.contains(it.machine().name())).toList();
  }

  /** The machine of this name or number. */
  public MachineStates.Present one(String word) {
    return choose(List.of(word)).get(0);
  }

  /** What was written down when it was made; every machine of a cluster has it. */
  public MachineTag tag(MachineStates.Present machine) {
    Domain domain = Objects.requireNonNull(domains.get(machine.machine().name()));
    return Objects.requireNonNull(domain.tag());
  }

  /**
   * The machine's state; with the address that its network keeps for it, or that it was seen with.
   */
  public MachineStatus status(MachineStates.Present machine) {
    boolean runs = machine.state() == DomainState.RUNNING;
    return statuses.computeIfAbsent(
        machine, it -> MachineList.status(it, runs ? addresses : null, null));
  }

  /** Everything about machines, by one process more, and another one for those on volumes. */
  public List<MachineDetails> details(List<MachineStates.Present> some) {
    Predicate<MachineStates.Present> defined = it -> it.state() != DomainState.INCOMPLETE;
    List<UUID> uuids = some.stream().filter(defined).map(it -> it.machine().uuid()).toList();
    Virsh virsh = new Virsh(session.settings().connect());
    DetailsReader reader = new DetailsReader(session.access().commands(), virsh);
    DetailsReader.Details read = reader.read(uuids);
    boolean onVolumes = some.stream().anyMatch(it -> tag(it).disk() instanceof Disk.Volume);
    Map<String, DiskUse> volumes = onVolumes ? reader.volumes() : Map.of();
    Bases bases = new Bases(session.images());
    return some.stream()
        .map(it -> details(it, read, use(it, read, volumes), bases.of(tag(it)), defined.test(it)))
        .toList();
  }

  /** Of a volume LVM knows what it takes; libvirt sees its size only. */
  private @Nullable DiskUse use(
      MachineStates.Present machine, DetailsReader.Details read, Map<String, DiskUse> volumes) {
    return tag(machine).disk() instanceof Disk.Volume volume
        ? volumes.get(volume.group() + "/" + volume.name())
        : read.disks().get(machine.machine().uuid());
  }

  private MachineDetails details(
      MachineStates.Present machine,
      DetailsReader.Details read,
      @Nullable DiskUse use,
      @Nullable BaseImage base,
      boolean defined) {
    UUID uuid = machine.machine().uuid();
    Boolean autostart = defined ? read.autostarted().contains(uuid) : null;
    return new MachineDetails(
        status(machine),
        tag(machine),
        machine.machine().hardware(),
        use,
        base == null || base.digest().isEmpty() ? null : base.digest(),
        base == null ? null : base.verified(),
        autostart);
  }

  /** Base images: many machines have the same one, which is looked up once. */
  private static final class Bases {
    private final ImageStore images;
    private final Map<Path, Optional<BaseImage>> known = new HashMap<>();

    Bases(ImageStore images) {
      this.images = images;
    }

    @Nullable BaseImage of(MachineTag tag) {
      Path base = tag.base();
      return base == null ? null : known.computeIfAbsent(base, images::at).orElse(null);
    }
  }
}
