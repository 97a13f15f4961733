package io.github.kvmcore.cli.create;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.image.ImageCommand;
import io.github.kvmcore.cli.image.WantedImage;
import io.github.kvmcore.cli.machines.MachineList;
import io.github.kvmcore.cli.run.Failures;
import io.github.kvmcore.cli.run.KnownHosts;
import io.github.kvmcore.cli.run.NetworkLock;
import io.github.kvmcore.cli.run.PlanRun;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageCare;
import io.github.kvmcore.image.ImageChoice;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.report.script.ShellScript;
import io.github.kvmcore.spec.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, from looking at the host to the table at the end. */
final class Creation {
  private final Session session;
  private final Settings settings;
  private final ImageStore images;
  private final Set<Phase> steps;
  private final OwnConfigFiles own;
  private final @Nullable Lock lock;

  /** A look that is still good, as nothing is to be made that anybody had to be asked about. */
  private @Nullable CreateView settled;

  /**
   * @param steps those that may be done
   * @param own the user's own configuration of the machines
   * @param lock the cluster's; null for a dry run
   */
  Creation(Session session, Set<Phase> steps, OwnConfigFiles own, @Nullable Lock lock) {
    this.lock = lock;
    this.session = session;
    this.settings = session.settings();
    this.images = session.images();
    this.steps = steps;
    this.own = own;
  }

  ExitCode run() {
    WantedImage wanted = new WantedImage(session, smallestDisk());
    if (steps.equals(Set.of(Phase.DOWNLOAD))) {
      return ImageCommand.pull(session, wanted.request());
    }
    session.prepare();
    // Before the network is locked: nobody need wait for a download, or for a slow service.
    Preparation preparation = new Preparation(session, goal(request(wanted)));
    ExitCode prepared = preparation.run();
    return prepared == ExitCode.DONE ? run(preparation.goal()) : prepared;
  }

  /** A mistake in an image that is named needs no look at the host; else that says who is asked. */
  private ImageRequest request(WantedImage wanted) {
    if (!wanted.isCatalogued()) {
      return wanted.request();
    }
    CreateView host = session.engine().view();
    host.require();
    requireArchitecture(host);
    boolean makes = host.makesMachines();
    settled = makes || NetworkLock.isNeeded(session, host.hasNetwork()) ? null : host;
    // Where no machine is made, nobody is asked.
    return makes ? wanted.request(host.begun()) : wanted.unasked();
  }

  private void requireArchitecture(CreateView host) {
    String architecture = settings.catalogue().architecture();
    if (!architecture.equals(host.architecture())) {
      throw KvmcoreException.settings(
          List.of(
              "vm_arch: machines of "
                  + architecture
                  + " can't be made on this host, which is "
                  + host.architecture()
                  + "; image pull fetches such an image"));
    }
  }

  private ExitCode run(Goal goal) {
    try (NetworkLock network = NetworkLock.of(session)) {
      CreateView host = settled == null ? session.engine().view() : settled;
      if (network.settle(host.hasNetwork())) {
        host = session.engine().view();
      }
      host.require().forEach(it -> session.say("warning: " + it));
      requireArchitecture(host);
      host = host.probed(goal);
      if (lock != null) {
        new ImageCare(session.access().files(), settings.imageCacheDir()).clearLocks();
      }
      OwnConfigs configs = own.of(goal, host);
      boolean makes = !session.options().dryRun() && host.makesMachines();
      return makes ? holding(goal, configs, host, network) : run(goal, configs, host, network);
    }
  }

  /** Nobody removes the image from before it is looked for until its machines are made. */
  private ExitCode holding(Goal goal, OwnConfigs configs, CreateView host, NetworkLock network) {
    ImageRequest request = goal.image();
    if (ImageChoice.isUnresolved(request)) {
      throw KvmcoreException.failed(
          "machines were taken away while the host was looked at\n  next: run it again");
    }
    ImageCare care = new ImageCare(session.access().files(), settings.imageCacheDir());
    try (HostFiles.FileLock hold = care.hold(request.target())) {
      BaseImage there = images.cached(request).orElse(null);
      return run(goal.withImage(there), configs, host, network);
    }
  }

  private Goal goal(ImageRequest request) {
    BaseImage cached = images.cached(request).orElse(null);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Goal(settings.machines(), request, cached, now, steps, null);
  }

  private ExitCode run(Goal goal, OwnConfigs configs, CreateView host, NetworkLock network) {
    Plan plan = host.plan(goal, configs);
    if (session.options().dryRun()) {
      session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
      plan.notes().forEach(session::say);
      return ExitCode.DONE;
    }
    network.keepFor(plan);
    if (lock != null) {
      lock.note(host.observation().notes(plan));
    }
    return apply(plan, host, network);
  }

  private long smallestDisk() {
    return settings.machines().stream()
        .flatMap(machine -> Stream.ofNullable(machine.diskBytes()))
        .mapToLong(Long::longValue)
        .min()
        .orElse(0);
  }

  private ExitCode apply(Plan plan, CreateView host, NetworkLock network) {
    PlanRun run = new PlanRun(session, plan, host.processors());
    Outcome outcome = run.apply("create", network::ended);
    Failures.ofCreate(session, plan, outcome);
    KnownHosts.refresh(session, plan.machines());
    if (!steps.contains(Phase.VMS) && session.format() == OutputFormat.TABLE) {
      if (outcome.exitCode() == ExitCode.DONE) {
        session.say(PhaseSummary.of(plan, steps));
      }
    } else if (!session.options().quiet() || session.format() != OutputFormat.TABLE) {
      return MachineList.printAfter(session, outcome.exitCode(), there -> run.watch());
    }
    return outcome.exitCode();
  }
}
