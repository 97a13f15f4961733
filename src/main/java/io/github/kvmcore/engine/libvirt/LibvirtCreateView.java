package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.EngineContext;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.SecretText;
import io.github.kvmcore.engine.libvirt.create.CreatePlanner;
import io.github.kvmcore.engine.libvirt.doctor.Doctor;
import io.github.kvmcore.engine.libvirt.read.DetailsReader;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.read.NeighbourProbe;
import io.github.kvmcore.engine.libvirt.service.K3sDownload;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A KVM host as {@code create} and {@code verify} see it. */
final class LibvirtCreateView implements CreateView {
  private final EngineContext context;
  private final Settings settings;
  private final HostState hostState;
  private final HostFacts facts;

  LibvirtCreateView(EngineContext context, HostState hostState, HostFacts facts) {
    this.context = context;
    this.settings = context.settings();
    this.hostState = hostState;
    this.facts = facts;
  }

  @Override
  public CreateView with(EngineContext other) {
    return new LibvirtCreateView(other, hostState, facts);
  }

  @Override
  public LibvirtObservation observation() {
    return new LibvirtObservation(settings, hostState);
  }

  @Override
  public String architecture() {
    return facts.architecture();
  }

  @Override
  public int processors() {
    return facts.processors();
  }

  private Map<String, Domain> present() {
    return hostState.machines(settings.cluster());
  }

  /** The wanted machines that have no domain. */
  private List<MachineSpec> missing() {
    Map<String, Domain> present = present();
    return settings.machines().stream()
        .filter(
            machine -> {
              Domain domain = present.get(machine.name());
              return domain == null || domain.state() == DomainState.INCOMPLETE;
            })
        .toList();
  }

  @Override
  public boolean makesMachines() {
    Map<String, Domain> present = present();
    return settings.machines().stream()
        .map(machine -> present.get(machine.name()))
        .anyMatch(domain -> domain == null || !hostState.isWhole(domain));
  }

  @Override
  public boolean hasNetwork() {
    return hostState.ownNetwork(settings.cluster()).isPresent();
  }

  @Override
  public List<OsRelease> begun() {
    return present().values().stream()
        .filter(domain -> !hostState.isWhole(domain))
        .map(Domain::tag)
        .flatMap(Stream::ofNullable)
        .filter(hostState::hasDisk)
        .map(MachineTag::system)
        .toList();
  }

  @Override
  public List<String> require() {
    List<MachineSpec> missing = missing();
    List<Check> checks = LibvirtEngine.doctor(context, facts).quick(missing);
    Doctor.require(checks, facts.root());
    return missing.isEmpty()
        ? List.of()
        : checks.stream()
            .filter(check -> check.status() == Check.Status.WARNING)
            .map(check -> check.name() + ": " + check.detail())
            .toList();
  }

  private CreatePlanner planner() {
    return new CreatePlanner(settings, hostState, facts, context.renderer().get());
  }

  @Override
  public CreateView probed(Goal goal) {
    CreatePlanner.Candidates candidates = planner().candidates(goal);
    List<Lease> found =
        new NeighbourProbe(context.access()).read(candidates.device(), candidates.addresses());
    return new LibvirtCreateView(context, hostState.withNeighbours(found), facts);
  }

  @Override
  public Optional<Plan> imageFirst(Goal goal) {
    return planner().imageFirst(goal);
  }

  @Override
  public Optional<String> k3sUrl(Goal goal) {
    return planner().k3sDownload(goal).map(K3sDownload::url);
  }

  @Override
  public int discoverySize(Goal goal) {
    return planner().discoverySize(goal);
  }

  @Override
  public Map<String, String> render(Goal goal, String name, String template, boolean all) {
    return planner().own(goal, name, template, all);
  }

  @Override
  public Plan plan(Goal goal, OwnConfigs own) {
    return planner().plan(goal, own);
  }

  @Override
  public List<Drift> drift(Goal goal) {
    Set<Drift> found = new LinkedHashSet<>(planner().drift(goal));
    found.addAll(observation().drift());
    return List.copyOf(found);
  }

  @Override
  public List<Drift> configDrift(Goal goal, OwnConfigs own) {
    List<Drift> found = new ArrayList<>();
    HostFiles files = context.access().files();
    for (CreatePlanner.Config config : planner().configs(goal, own)) {
      Optional<String> is = files.read(config.file());
      if (is.isPresent()
          && !is.get().equals(SecretText.of(files, config.text(), config.secrets()))) {
        String detail = config.file() + " is not what these settings and templates would give it";
        found.add(new Drift(config.machine(), Drift.Kind.CONFIG, detail));
      }
    }
    return found;
  }

  @Override
  public List<Drift> diskDrift() {
    List<Drift> found = new ArrayList<>();
    List<MachineSpec> sized =
        settings.machines().stream().filter(machine -> machine.diskBytes() != null).toList();
    Map<String, Domain> present = present();
    List<Domain> defined =
        sized.stream()
            .flatMap(machine -> Optional.ofNullable(present.get(machine.name())).stream())
            .filter(domain -> domain.state() != DomainState.INCOMPLETE)
            .toList();
    if (defined.isEmpty()) {
      return found;
    }
    DetailsReader reader =
        new DetailsReader(context.access().commands(), new Virsh(settings.connect()));
    DetailsReader.Details details = reader.read(defined.stream().map(Domain::uuid).toList());
    for (MachineSpec machine : sized) {
      Domain domain = present.get(machine.name());
      DiskUse use = domain == null ? null : details.disks().get(domain.uuid());
      Long wanted = machine.diskBytes();
      // A volume's size is rounded up to whole extents; and a disk that was made larger is no harm.
      if (use != null && wanted != null && use.virtualBytes() < wanted) {
        String detail =
            "disk size: " + ByteSize.text(use.virtualBytes()) + ", wanted " + ByteSize.text(wanted);
        found.add(new Drift(machine.name(), Drift.Kind.DISK, detail));
      }
    }
    return found;
  }
}
