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
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.plan.CreatePlanner;
import io.github.kvmcore.plan.Goal;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.ShellScript;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.tool.Virsh;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One run, from looking at the host to the table at the end. */
final class Creation {
  private final Session session;
  private final Settings settings;
  private final ImageStore images;

  Creation(Session session) {
    this.session = session;
    this.settings = session.settings();
    this.images = session.images();
  }

  ExitCode run() {
    ImageRequest request = request();
    try (NetworkLock network = NetworkLock.of(session)) {
      Seen seen = look();
      if (network.settle(seen.inventory())) {
        seen = look();
      }
      return run(request, seen.inventory(), seen.facts(), network);
    }
  }

  /** The host, read once. */
  private record Seen(Inventory inventory, HostFacts facts) {}

  private Seen look() {
    CompletableFuture<HostFacts> reading = CompletableFuture.supplyAsync(session::facts);
    return new Seen(inventory(reading), join(reading));
  }

  private ExitCode run(
      ImageRequest request, Inventory inventory, HostFacts facts, NetworkLock network) {
    int missing = missing(inventory);
    check(new Doctor(session.outside(), settings, session.programs(), facts), missing);
    BaseImage cached = images.cached(request).orElse(null);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    CreatePlanner planner = new CreatePlanner(settings, inventory, facts, session.renderer());
    Plan plan =
        planner.plan(discovered(planner, new Goal(settings.vmCount(), request, cached, now)));
    if (session.options().dryRun) {
      session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
      plan.notes().forEach(session::say);
      return ExitCode.DONE;
    }
    network.keepFor(plan);
    return apply(plan, facts, network);
  }

  /** A new etcd cluster may want a discovery URL, which is the service's to give. */
  private Goal discovered(CreatePlanner planner, Goal goal) {
    int size = planner.discoverySize(goal);
    if (size == 0) {
      return goal;
    }
    String url = settings.discovery().requestUrl();
    Goal with = goal.with(new DiscoveryService(session.outside().downloads(), url).request(size));
    if (session.options().dryRun) {
      session.say("asked " + url + " for a discovery URL of " + size + ": the script holds it");
    }
    return with;
  }

  /** How many of the wanted machines have no domain. */
  private int missing(Inventory inventory) {
    long there =
        inventory.machines(settings.cluster()).values().stream()
            .filter(domain -> domain.state() != DomainState.INCOMPLETE)
            .map(Domain::tag)
            .filter(tag -> tag != null && tag.index() <= settings.vmCount())
            .count();
    return (int) (settings.vmCount() - there);
  }

  /** Asked first: a mistake in it needs no look at the host. */
  private ImageRequest request() {
    Long diskBytes = settings.diskBytes();
    return images.request(
        settings.image(),
        settings.imageDigest(),
        settings.forceDownload(),
        diskBytes == null ? 0 : diskBytes);
  }

  /** Where libvirt does not answer, what the doctor finds says more than virsh's error. */
  private Inventory inventory(CompletableFuture<HostFacts> reading) {
    try {
      return session.inventory();
    } catch (KvmcoreException e) {
      Doctor.require(
          new Doctor(session.outside(), settings, session.programs(), join(reading)).full(0));
      throw e;
    }
  }

  private void check(Doctor doctor, int missing) {
    List<Check> checks = doctor.quick(missing);
    Doctor.require(checks);
    if (missing > 0) {
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
    if (!session.options().quiet || session.format() != OutputFormat.TABLE) {
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
