package io.github.kvmcore.engine.libvirt.create;

import io.github.kvmcore.engine.libvirt.machine.DataDisks;
import io.github.kvmcore.engine.libvirt.network.NetworkChoice;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.service.SecretSteps;
import io.github.kvmcore.engine.libvirt.storage.VolumeChecks;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.EtcdStart;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.plan.ownership.HalfWritten;
import io.github.kvmcore.plan.ownership.MachineRecord;
import io.github.kvmcore.plan.ownership.Ownership;
import io.github.kvmcore.render.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together the steps of {@code create}: for the cluster, for each machine, and the waits. */
final class CreateSteps {
  private static final String IMAGE = "image";

  private static final Optional<ConfigSource> NINE_P = Optional.of(ConfigSource.NINE_P);

  private final CreateContext base;
  private final HostState hostState;
  private final HostFacts facts;
  private final Map<String, Domain> present;
  private final GuestConfigs configs;
  private final Map<String, Step> steps = new LinkedHashMap<>();

  /**
   * @param present the cluster's machines as they are, by name
   */
  CreateSteps(
      CreateContext base, HostState hostState, HostFacts facts, Map<String, Domain> present) {
    this.base = base;
    this.configs = new GuestConfigs(base);
    this.hostState = hostState;
    this.facts = facts;
    this.present = present;
  }

  /**
   * All steps, each after those that it depends on.
   *
   * @param missing those of the wanted machines that have to be made
   */
  List<Step> all(List<Machine> wanted, List<Machine> missing) {
    boolean starts = does(Phase.VMS);
    boolean anyStart = starts && (!missing.isEmpty() || wanted.stream().anyMatch(this::isShutOff));
    boolean newNetwork = base.network() instanceof NetworkChoice.OwnNew;
    Set<Machine> made = missing.stream().filter(this::isWork).collect(Collectors.toSet());
    if (!made.isEmpty() || (anyStart && newNetwork)) {
      add(new FolderSteps(base, hostState, facts).make(madeVolumes(missing)));
    }
    List<Machine> configured = made.stream().filter(this::makesDrive).toList();
    if (!configured.isEmpty()) {
      boolean hostKeys = configured.stream().anyMatch(this::makesHostKey);
      base.secretSteps().cluster(hostKeys).ifPresent(this::add);
    }
    if (needsImage(missing)) {
      add(image(base.goal().image()));
    }
    if (makesVolumes(missing)) {
      new VolumeSteps(base, hostState).shared().forEach(this::add);
    }
    if (anyStart || (starts && isNetworkDown() && !present.isEmpty())) {
      new NetworkSteps(base).make(hostState).forEach(this::add);
    }
    if (starts) {
      new NetworkSteps(base).finish(hostState).ifPresent(this::add);
    }
    for (Machine machine : wanted) {
      if (made.contains(machine)) {
        make(machine);
      } else if (starts && isShutOff(machine)) {
        add(new MachineSteps(base, machine).start(hostState, networks()));
      }
    }
    if (starts) {
      List<String> names = missing.stream().map(Machine::name).toList();
      base.lifetimes().steps(base.virsh(), names, steps::containsKey).forEach(this::add);
    }
    // Behind all starts, so that the plan as a script starts every machine before it waits for one.
    if (starts) {
      wanted.stream().filter(machine -> runs(machine, made)).forEach(this::await);
    }
    return List.copyOf(steps.values());
  }

  private boolean makesVolumes(List<Machine> missing) {
    return does(Phase.DISKS) && !VolumeChecks.toMake(hostState, missing).isEmpty();
  }

  private List<String> madeVolumes(List<Machine> missing) {
    return makesVolumes(missing) ? new VolumeSteps(base, hostState).made() : List.of();
  }

  /** Somebody may have stopped it under machines that run. */
  private boolean isNetworkDown() {
    return base.network() instanceof NetworkChoice.Existing existing
        && !existing.network().active();
  }

  private boolean does(Phase step) {
    return base.goal().does(step);
  }

  /** Whether there is anything to do for a machine that has to be made. */
  private boolean isWork(Machine machine) {
    return does(Phase.VMS) || makesDisk(machine) || makesData(machine) || makesDrive(machine);
  }

  private boolean makesDisk(Machine machine) {
    return does(Phase.DISKS) && needsDisk(machine);
  }

  private boolean makesData(Machine machine) {
    return does(Phase.DISKS) && new DataDisks(base.settings(), hostState).areMissing(machine);
  }

  /** On its way to being started a machine gets a new one: settings may have changed. */
  private boolean makesDrive(Machine machine) {
    return does(Phase.INIT) && (does(Phase.VMS) || !hostState.hasFile(machine.drive()));
  }

  /** For disks, or where no machine is made at all and it is fetched for a later run. */
  private boolean needsImage(List<Machine> missing) {
    boolean ahead = !does(Phase.DISKS) && !does(Phase.VMS);
    return base.goal().cached() == null
        && does(Phase.DOWNLOAD)
        && (ahead || missing.stream().anyMatch(this::makesDisk));
  }

  private void add(Step step) {
    steps.put(step.id(), step);
  }

  /** Those of these steps that are in the plan, to be waited for. */
  private String[] present(String... ids) {
    return Stream.of(ids).filter(steps::containsKey).toArray(String[]::new);
  }

  private String[] networks() {
    return present(new NetworkSteps(base).ids());
  }

  private @Nullable Domain domain(Machine machine) {
    return present.get(machine.name());
  }

  private boolean isShutOff(Machine machine) {
    Domain domain = domain(machine);
    return domain != null && domain.state() == DomainState.SHUT_OFF;
  }

  private boolean runs(Machine machine, Set<Machine> made) {
    Domain domain = domain(machine);
    return made.contains(machine) || (domain != null && domain.state() != DomainState.PAUSED);
  }

  private boolean needsDisk(Machine machine) {
    return !hostState.hasDisk(machine.disk(), machine.cluster(), machine.name());
  }

  static Step image(ImageRequest image) {
    return new Step(
        IMAGE,
        Phase.DOWNLOAD,
        null,
        "image " + image.shownSource(),
        List.of(new Action.FetchImage(image)),
        List.of(),
        List.of());
  }

  private void make(Machine machine) {
    MachineSteps make = new MachineSteps(base, machine);
    Domain domain = domain(machine);
    Step claim = make.claim(leftovers(machine, domain), baseImage(machine, domain), domain == null);
    List<String> before = new ArrayList<>(List.of(networks()));
    add(claim);
    before.add(claim.id());
    if (makesDisk(machine)) {
      List<String> first = List.of(present(claim.id(), IMAGE));
      Step disk =
          machine.disk() instanceof Disk.Volume volume
              ? new VolumeSteps(base, hostState).disk(machine, volume, first)
              : make.disk(first.toArray(String[]::new));
      add(disk);
      before.add(disk.id());
    }
    if (makesData(machine)) {
      List<String> first = List.of(present(claim.id(), "disk:" + machine.name()));
      Step data =
          new DataDisks(base.settings(), hostState).make(machine, base.record(machine), first);
      add(data);
      before.add(data.id());
    }
    if (makesDrive(machine)) {
      SecretSteps secrets = base.secretSteps();
      List<String> first = List.of(present(claim.id(), SecretSteps.ID));
      secrets.member(machine, first).ifPresent(this::add);
      secrets.hostKey(machine, configs.takesHostKey(machine), first).ifPresent(this::add);
      String[] all =
          present(
              claim.id(), SecretSteps.ID, SecretSteps.id(machine), SecretSteps.hostKeyId(machine));
      Step drive = make.drive(configs, all);
      add(drive);
      before.add(drive.id());
    }
    if (does(Phase.VMS)) {
      start(machine, make, before);
    }
  }

  /** A disk that is there was made from the image that its machine's record names. */
  private @Nullable Path baseImage(Machine machine, @Nullable Domain begun) {
    MachineTag tag = begun == null ? null : begun.tag();
    return tag == null || needsDisk(machine) || !tag.disk().equals(machine.disk())
        ? base.goal().image().target()
        : tag.base();
  }

  private boolean makesHostKey(Machine machine) {
    return base.secrets().hostKeys().isNew(machine) && configs.takesHostKey(machine);
  }

  private void start(Machine machine, MachineSteps make, List<String> before) {
    new NetworkSteps(base)
        .reserve(machine, hostState, List.of(present(NetworkSteps.ID)))
        .ifPresent(
            step -> {
              add(step);
              before.add(step.id());
            });
    before.addAll(List.of(founder(machine)));
    add(make.defineAndStart(hostState, before.toArray(String[]::new)));
  }

  /**
   * The start of the machine that founds a cluster by itself which this one joins: where that
   * fails, those that would join it must not be taken for a cluster later. One that was made would
   * then be told to join those, and all would wait for each other.
   */
  private String[] founder(Machine machine) {
    Services services = base.common().services();
    boolean joinsK3s = !services.k3s(machine).server().isEmpty();
    EtcdStart etcd = base.common().etcd(machine);
    boolean joinsEtcd = etcd.discovery() == null && !etcd.first();
    if (!joinsK3s && !joinsEtcd) {
      return new String[0]; // most clusters: a thousand machines need not look at each other
    }
    return base.common().machines().stream()
        .filter(
            other ->
                (joinsK3s && services.k3s(other).founds())
                    || (joinsEtcd && base.common().etcd(other).first()))
        .flatMap(other -> Stream.of(present("vm:" + other.name())))
        .toArray(String[]::new);
  }

  private void await(Machine machine) {
    if (base.settings().waitFor() != WaitLevel.NONE) {
      add(new MachineSteps(base, machine).await(present("vm:" + machine.name())));
    }
  }

  /** What an earlier try, with other settings, left where this one will not put anything. */
  private List<Action> leftovers(Machine machine, @Nullable Domain domain) {
    MachineRecord record =
        domain == null ? null : new Ownership(hostState, false).machine(domain).orElse(null);
    if (record == null) {
      return List.of();
    }
    MachineTag tag = record.tag();
    Path claim = new ClusterFolder(tag.storage()).claim(machine.name());
    Stream<Path> paths =
        Stream.concat(
            Stream.of(tag.drive())
                .filter(path -> !path.equals(machine.drive()))
                .filter(path -> hostState.files().contains(path)),
            Stream.of(claim).filter(path -> !path.equals(claim(machine))));
    Stream<Path> half =
        Stream.concat(
                Stream.of(machine.drive()),
                Stream.concat(Stream.of(machine.disk()), machine.dataDisks().stream())
                    .filter(Disk.ImageFile.class::isInstance)
                    .map(Disk::path))
            .flatMap(file -> HalfWritten.beside(file, hostState.files()));
    // A folder of files is not written in one: what a run was writing in it is there still.
    Stream<Path> folder =
        Stream.of(machine.drive())
            .filter(path -> ConfigSource.of(path, machine.name()).equals(NINE_P))
            .filter(path -> makesDrive(machine) && hostState.files().contains(path));
    Stream<Path> begun =
        Stream.of(ClusterFolder.unfinished(tag.disk().path()))
            .filter(path -> !tag.disk().equals(machine.disk()))
            .filter(path -> hostState.files().contains(path));
    return Stream.of(
            VolumeSteps.leftover(hostState, record, base.record(machine), machine).stream(),
            Stream.concat(paths, begun).map(path -> new Action.DeleteTree(record.own(path))),
            Stream.concat(half, folder)
                .map(path -> new Action.DeleteTree(base.record(machine).own(path))))
        .<Action>flatMap(found -> found)
        .toList();
  }

  private Path claim(Machine machine) {
    return base.folder(machine).claim(machine.name());
  }
}
