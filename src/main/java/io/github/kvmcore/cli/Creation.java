package io.github.kvmcore.cli;

import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.apply.Applier;
import io.github.kvmcore.apply.MachineWaiter;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.Check;
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
import java.util.Optional;
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
    CompletableFuture<HostFacts> reading = CompletableFuture.supplyAsync(session::facts);
    Inventory inventory = inventory(reading);
    HostFacts facts = join(reading);
    int missing = missing(inventory);
    check(new Doctor(session.outside(), settings, session.programs(), facts), missing);
    BaseImage cached = images.cached(request).orElse(null);
    CreatePlanner planner = new CreatePlanner(settings, inventory, facts, session.renderer());
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Goal goal = new Goal(settings.vmCount(), request, cached, now);
    Optional<Plan> imageFirst =
        session.options().dryRun ? Optional.empty() : planner.imageFirst(goal);
    if (imageFirst.isPresent()) {
      ExitCode fetched = fetch(imageFirst.get(), facts);
      if (fetched != ExitCode.DONE) {
        return fetched;
      }
      cached = images.cached(request).orElse(null);
      goal = new Goal(settings.vmCount(), request, cached, now);
    }
    Plan plan = planner.plan(goal);
    if (session.options().dryRun) {
      session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
      plan.notes().forEach(session::say);
      return ExitCode.DONE;
    }
    return apply(plan, facts);
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

  private ExitCode fetch(Plan plan, HostFacts facts) {
    Outcome outcome = outcome(plan, facts, addresses(plan));
    Failures.ofCreate(session, plan, outcome);
    return outcome.exitCode();
  }

  private AddressFinder addresses(Plan plan) {
    return new AddressFinder(session.outside(), new Virsh(settings.connect()), plan.machines());
  }

  private ExitCode apply(Plan plan, HostFacts facts) {
    AddressFinder addresses = addresses(plan);
    Outcome outcome = outcome(plan, facts, addresses);
    Failures.ofCreate(session, plan, outcome);
    if (!session.options().quiet || session.format() != OutputFormat.TABLE) {
      MachineList.print(session, session.inventory(), addresses);
    }
    return outcome.exitCode();
  }

  private Outcome outcome(Plan plan, HostFacts facts, AddressFinder addresses) {
    try (Progress progress = ProgressOutput.open(session, plan)) {
      plan.notes().forEach(progress::note);
      return new Applier(
              session.outside(),
              request -> images.fetch(request, new ImageNews(progress)),
              new MachineWaiter(session.outside(), addresses, progress),
              progress,
              facts.processors())
          .apply(plan);
    }
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
