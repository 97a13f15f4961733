package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import io.github.kvmcore.apply.AddressFinder;
import io.github.kvmcore.apply.Applier;
import io.github.kvmcore.apply.MachineWaiter;
import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.host.Check;
import io.github.kvmcore.host.Doctor;
import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.Inventory;
import io.github.kvmcore.host.Setup;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.plan.CreatePlanner;
import io.github.kvmcore.plan.Goal;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.ShellScript;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.settings.SettingsSource;
import io.github.kvmcore.tool.Virsh;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore create [N]}. */
@Parameters(
    commandDescription =
        "make the machines of a cluster that are missing, and wait for all of them")
final class CreateCommand extends Subcommand {
  @Parameter(description = "[N]")
  List<String> arguments = new ArrayList<>();

  @Parameter(
      names = "--image",
      order = 20,
      description = "FILE|URL|smoke: the base image; smoke is a tiny Linux, built on this host")
  @Nullable String image;

  @Parameter(
      names = "--image-digest",
      order = 21,
      description = "sha256:HEX|sha512:HEX: what the image's file must have")
  @Nullable String imageDigest;

  @Parameter(
      names = "--force-download",
      order = 22,
      description = "fetch the image even where it is in the cache")
  boolean forceDownload;

  @Parameter(names = "--memory", order = 23, description = "SIZE: memory of a machine, as 2GiB")
  @Nullable String memory;

  @Parameter(names = "--cpus", order = 24, description = "NUMBER: virtual processors of a machine")
  @Nullable String cpus;

  @Parameter(names = "--disk-size", order = 25, description = "SIZE: disk of a machine, as 20GiB")
  @Nullable String diskSize;

  @Parameter(names = "--disk-mode", order = 26, description = "overlay|copy: how disks are made")
  @Nullable String diskMode;

  @Parameter(
      names = "--network",
      order = 27,
      description = "NAME: an existing libvirt network, instead of one of the cluster's own")
  @Nullable String network;

  @Parameter(names = "--bridge", order = 28, description = "NAME: a bridge of the host")
  @Nullable String bridge;

  @Parameter(names = "--profile", order = 29, description = "NAME: what configures the machines")
  @Nullable String profile;

  @Parameter(
      names = "--ssh-key",
      order = 30,
      description = "FILE|KEY: a public key that may log in as core; repeatable")
  List<String> sshKeys = new ArrayList<>();

  @Parameter(
      names = "--templates",
      order = 31,
      description = "DIR: templates that stand in for the shipped ones, file by file")
  @Nullable String templates;

  @Parameter(
      names = "--config-drive",
      order = 32,
      description = "auto|9p|iso: how the configuration reaches the machines")
  @Nullable String configDrive;

  @Parameter(
      names = "--virt-type",
      order = 33,
      description = "auto|kvm|qemu: what runs the machines' processors")
  @Nullable String virtType;

  @Parameter(
      names = "--wait",
      order = 34,
      description = "none|running|address|ssh: how far all machines must get (ssh)")
  @Nullable String waitFor;

  @Parameter(names = "--timeout", order = 35, description = "TIME: for how long (300s)")
  @Nullable String timeout;

  @Parameter(
      names = "--setup",
      order = 36,
      description = "first give the host what it lacks: packages, libvirtd, the network")
  boolean setup;

  @Override
  List<String> words() {
    return arguments;
  }

  @Override
  String synopsis() {
    return "[N]";
  }

  @Override
  List<SettingsSource> flags(SettingsReader reader) {
    Flags flags =
        new Flags()
            .add("--image", "vm_image", image)
            .add("--image-digest", "vm_image_digest", imageDigest)
            .add("--force-download", "force_download", forceDownload)
            .add("--memory", "vm_memory", memory)
            .add("--cpus", "vm_cpu_count", cpus)
            .add("--disk-size", "vm_disk_size", diskSize)
            .add("--disk-mode", "disk_mode", diskMode)
            .add("--network", "vm_network_name", network)
            .add("--bridge", "vm_bridge", bridge)
            .add("--profile", "cloud_init_profile", profile)
            .add("--templates", "templates_dir", templates)
            .add("--config-drive", "config_drive", configDrive)
            .add("--virt-type", "virt_type", virtType)
            .add("--wait", "vm_wait", waitFor)
            .add("--timeout", "vm_startup_timeout", timeout);
    if (!arguments.isEmpty()) {
      flags.add("create", "vm_count", Arguments.single(arguments, "create takes one number"));
    }
    flags.add("--ssh-key", "ssh_keys", sshKeys.isEmpty() ? null : keys(reader));
    return flags.sources();
  }

  /** The keys themselves; a word without a blank is the name of a file. */
  private String keys(SettingsReader reader) {
    return sshKeys.stream()
        .map(key -> key.strip().contains(" ") ? key : reader.publicKeys("--ssh-key", key))
        .collect(Collectors.joining("\n"));
  }

  @Override
  ExitCode run(Session session) {
    session.requireTemplates();
    if (setup && !common.dryRun) {
      new Setup(
              session.outside(),
              session.settings(),
              session.programs(),
              session.facts(),
              session::say)
          .run();
    }
    if (common.dryRun) {
      return new Creation(session).run();
    }
    try (HostFiles.FileLock lock = ClusterLock.take(session, "create")) {
      return new Creation(session).run();
    }
  }

  /** One run, from looking at the host to the table at the end. */
  private static final class Creation {
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
      int missing = settings.vmCount() - inventory.machines(settings.cluster()).size();
      check(new Doctor(session.outside(), settings, session.programs(), facts), missing);
      BaseImage cached = images.cached(request).orElse(null);
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      Plan plan =
          new CreatePlanner(settings, inventory, facts, session.renderer())
              .plan(new Goal(settings.vmCount(), request, cached, now));
      if (session.options().dryRun) {
        session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
        plan.notes().forEach(session::say);
        return ExitCode.DONE;
      }
      return apply(plan, facts);
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
      List<Check> checks = doctor.quick(Math.max(0, missing));
      Doctor.require(checks);
      if (missing > 0) {
        checks.stream()
            .filter(check -> check.status() == Check.Status.WARNING)
            .forEach(check -> session.say("warning: " + check.name() + ": " + check.detail()));
      }
    }

    private ExitCode apply(Plan plan, HostFacts facts) {
      AddressFinder addresses =
          new AddressFinder(session.outside(), new Virsh(settings.connect()), plan.machines());
      Outcome outcome;
      try (Progress progress = ProgressOutput.open(session, plan)) {
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
}
