package io.github.kvmcore.cli.maintenance;

import io.github.kvmcore.cli.create.OwnConfigFiles;
import io.github.kvmcore.cli.image.WantedImage;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.report.DriftReport;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.SettingsSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    CreateView host = session.engine().view();
    Goal goal = goal();
    List<Drift> found = new ArrayList<>(host.drift(goal));
    found.addAll(configs(goal, host));
    found.addAll(host.diskDrift());
    Set<String> machines = new LinkedHashSet<>();
    settings.machines().forEach(machine -> machines.add(machine.name()));
    machines.addAll(host.observation().cluster().names());
    return new DriftReport.Cluster(settings.cluster(), List.copyOf(machines), found);
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
  private List<Drift> configs(Goal goal, CreateView host) {
    List<Drift> found = new ArrayList<>(host.configDrift(goal, own.of(goal, host, true)));
    if (!found.isEmpty()) {
      session
          .withoutCallersKeys(flags)
          .map(other -> host.with(other.engineContext()))
          .ifPresent(other -> found.retainAll(other.configDrift(goal, own.of(goal, other, true))));
    }
    return found;
  }
}
