package io.github.kvmcore.cli.maintenance;

import io.github.kvmcore.apply.SecretText;
import io.github.kvmcore.cli.create.HostSnapshot;
import io.github.kvmcore.cli.create.OwnConfigFiles;
import io.github.kvmcore.cli.image.WantedImage;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.create.CreatePlanner;
import io.github.kvmcore.engine.libvirt.drift.DefinitionDrift;
import io.github.kvmcore.engine.libvirt.drift.Drift;
import io.github.kvmcore.engine.libvirt.machine.Goal;
import io.github.kvmcore.engine.libvirt.read.DetailsReader;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.report.DriftReport;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the cluster of the settings with the plan that {@code create} would make. */
final class Verification {
  private final Session session;
  private final Settings settings;
  private final OwnConfigFiles own;
  private final List<SettingsSource> flags;

  /**
   * @param own the user's own configuration of the machines
   * @param flags the command's own
   */
  Verification(Session session, OwnConfigFiles own, List<SettingsSource> flags) {
    this.flags = List.copyOf(flags);
    this.session = session;
    this.settings = session.settings();
    this.own = own;
  }

  DriftReport.Cluster run() {
    HostSnapshot host = HostSnapshot.of(session);
    HostState hostState = host.hostState();
    Goal goal = goal();
    Set<Drift> found = new LinkedHashSet<>();
    found.addAll(host.planner().drift(goal));
    found.addAll(new DefinitionDrift(settings.cluster(), hostState).drift());
    found.addAll(configs(goal, host));
    found.addAll(sizes(hostState));
    Set<String> machines = new LinkedHashSet<>();
    settings.machines().forEach(machine -> machines.add(machine.name()));
    machines.addAll(hostState.machines(settings.cluster()).keySet());
    return new DriftReport.Cluster(settings.cluster(), List.copyOf(machines), List.copyOf(found));
  }

  private Goal goal() {
    ImageRequest request = new WantedImage(session, 0).unasked();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Goal(
        settings.machines(),
        request,
        session.images().cached(request).orElse(null),
        now,
        Phase.ofCreate(),
        null);
  }

  /** Whether a machine has the keys of the user who called sudo is no difference. */
  private List<Drift> configs(Goal goal, HostSnapshot host) {
    List<Drift> found = differentConfigs(goal, host);
    if (!found.isEmpty()) {
      session
          .withoutCallersKeys(flags)
          .map(other -> new HostSnapshot(other, host.hostState(), host.facts()))
          .ifPresent(other -> found.retainAll(differentConfigs(goal, other)));
    }
    return found;
  }

  /** What can't be read by this user is not reported: it need not be different. */
  private List<Drift> differentConfigs(Goal goal, HostSnapshot host) {
    List<Drift> found = new ArrayList<>();
    HostFiles files = session.access().files();
    for (CreatePlanner.Config config : host.planner().configs(goal, own.of(goal, host, true))) {
      Optional<String> is = files.read(config.file());
      if (is.isPresent()
          && !is.get().equals(SecretText.of(files, config.text(), config.secrets()))) {
        String detail = config.file() + " is not what these settings and templates would give it";
        found.add(new Drift(config.machine(), Drift.Kind.CONFIG, detail));
      }
    }
    return found;
  }

  /** Asked for where a size is wanted, as that is a process more. */
  private List<Drift> sizes(HostState hostState) {
    List<Drift> found = new ArrayList<>();
    List<MachineSpec> sized =
        settings.machines().stream().filter(machine -> machine.diskBytes() != null).toList();
    Map<String, Domain> present = hostState.machines(settings.cluster());
    List<Domain> defined =
        sized.stream()
            .flatMap(machine -> Optional.ofNullable(present.get(machine.name())).stream())
            .filter(domain -> domain.state() != DomainState.INCOMPLETE)
            .toList();
    if (defined.isEmpty()) {
      return found;
    }
    DetailsReader reader =
        new DetailsReader(session.access().commands(), new Virsh(settings.connect()));
    DetailsReader.Details details = reader.read(defined.stream().map(Domain::uuid).toList());
    for (MachineSpec machine : sized) {
      Domain domain = present.get(machine.name());
      DiskUse use = domain == null ? null : details.disks().get(domain.uuid());
      Long wanted = machine.diskBytes();
      // A volume's size is rounded up to whole extents; and a disk that was made larger is no harm.
      if (use != null && wanted != null && use.virtualBytes() < wanted) {
        String detail =
            "its disk has "
                + ByteSize.text(use.virtualBytes())
                + " and the settings say "
                + ByteSize.text(wanted);
        found.add(new Drift(machine.name(), Drift.Kind.DISK, detail));
      }
    }
    return found;
  }
}
