package io.github.kvmcore.cli;

import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.apply.Applier;
import io.github.kvmcore.apply.MachineWaiter;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.Check;
import io.github.kvmcore.host.DiscoveryService;
import io.github.kvmcore.host.Doctor;
import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.Inventory;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.DiscoveryUrl;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.MachineSpec;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.CreatePlanner;
import io.github.kvmcore.plan.Goal;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.ShellScript;
import io.github.kvmcore.settings.DiscoverySettings;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.Virsh;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, from looking at the host to the table at the end. */
final class Creation {
  private final Session session;
  private final Settings settings;
  private final ImageStore images;
  private final Set<Phase> steps;

  /**
   * @param steps those that may be done
   */
  Creation(Session session, Set<Phase> steps) {
    this.session = session;
    this.settings = session.settings();
    this.images = session.images();
    this.steps = steps;
  }

  ExitCode run() {
    ImageRequest request = request();
    if (steps.equals(Set.of(Phase.DOWNLOAD))) {
      return ImageCommand.pull(session, request);
    }
    Goal goal = goal(request).with(discovered(request));
    try (NetworkLock network = NetworkLock.of(session)) {
      Seen seen = look();
      if (network.settle(seen.inventory())) {
        seen = look();
      }
      return run(goal, seen, network);
    }
  }

  private Goal goal(ImageRequest request) {
    BaseImage cached = images.cached(request).orElse(null);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Goal(settings.machines(), request, cached, now, steps);
  }

  /** The host, read once. */
  private record Seen(Inventory inventory, HostFacts facts) {}

  private Seen look() {
    CompletableFuture<HostFacts> reading = CompletableFuture.supplyAsync(session::facts);
    return new Seen(inventory(reading), join(reading));
  }

  private ExitCode run(Goal goal, Seen seen, NetworkLock network) {
    check(seen);
    Plan plan = planner(seen).plan(goal);
    if (session.options().dryRun) {
      session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
      plan.notes().forEach(session::say);
      return ExitCode.DONE;
    }
    network.keepFor(plan);
    return apply(plan, seen.facts(), network);
  }

  private CreatePlanner planner(Seen seen) {
    return new CreatePlanner(settings, seen.inventory(), seen.facts(), session.renderer());
  }

  /**
   * A new etcd cluster may want a discovery URL, which is the service's to give. It is asked before
   * the network is locked: others need not wait for a service that is slow.
   */
  private @Nullable DiscoveryUrl discovered(ImageRequest request) {
    boolean possible = settings.discovery().use() == DiscoverySettings.Use.YES;
    if (!possible || !session.renderer().hasEtcd(settings.profile())) {
      return null;
    }
    Seen seen = look();
    Doctor.require(doctor(seen).quick(missing(seen.inventory())));
    int size = planner(seen).discoverySize(goal(request));
    if (size == 0) {
      return null;
    }
    String url = settings.discovery().requestUrl();
    DiscoveryUrl answer = new DiscoveryService(session.outside().downloads(), url).request(size);
    if (session.options().dryRun) {
      session.say("asked " + url + " for a discovery URL of " + size + ": the script holds it");
    }
    return answer;
  }

  /** The wanted machines that have no domain. */
  private List<MachineSpec> missing(Inventory inventory) {
    Map<String, Domain> there = inventory.machines(settings.cluster());
    return settings.machines().stream()
        .filter(
            machine -> {
              Domain domain = there.get(machine.name());
              return domain == null || domain.state() == DomainState.INCOMPLETE;
            })
        .toList();
  }

  /** Asked first: a mistake in it needs no look at the host. */
  private ImageRequest request() {
    long smallest =
        settings.machines().stream()
            .flatMap(machine -> Stream.ofNullable(machine.diskBytes()))
            .mapToLong(Long::longValue)
            .min()
            .orElse(0);
    return images.request(
        settings.image(), settings.imageDigest(), settings.forceDownload(), smallest);
  }

  /** Where libvirt does not answer, what the doctor finds says more than virsh's error. */
  private Inventory inventory(CompletableFuture<HostFacts> reading) {
    try {
      return session.inventory();
    } catch (KvmcoreException e) {
      Doctor.require(
          new Doctor(session.outside(), settings, session.programs(), join(reading))
              .full(List.of()));
      throw e;
    }
  }

  private Doctor doctor(Seen seen) {
    return new Doctor(session.outside(), settings, session.programs(), seen.facts());
  }

  private void check(Seen seen) {
    List<MachineSpec> missing = missing(seen.inventory());
    List<Check> checks = doctor(seen).quick(missing);
    Doctor.require(checks);
    if (!missing.isEmpty()) {
      checks.stream()
          .filter(check -> check.status() == Check.Status.WARNING)
          .forEach(check -> session.say("warning: " + check.name() + ": " + check.detail()));
    }
  }

  private ExitCode apply(Plan plan, HostFacts facts, NetworkLock network) {
    AddressFinder addresses =
        new AddressFinder(session.outside(), new Virsh(settings.connect()), plan.machines());
    Outcome outcome;
    try (Progress progress = new StepWatch(ProgressOutput.open(session, plan), network::ended)) {
      plan.notes().forEach(progress::note);
      outcome =
          new Applier(
                  session.outside(),
                  request -> images.fetch(request, new ImageNews(progress)),
                  new MachineWaiter(session.outside(), addresses, progress),
                  progress,
                  facts.processors())
              .apply(plan);
    }
    Failures.ofCreate(session, plan, outcome);
    if (!steps.contains(Phase.VMS) && session.format() == OutputFormat.TABLE) {
      if (outcome.exitCode() == ExitCode.DONE) {
        session.say(StepSummary.of(plan, steps));
      }
    } else if (!session.options().quiet || session.format() != OutputFormat.TABLE) {
      MachineList.print(session, session.inventory(), addresses);
    }
    return outcome.exitCode();
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
