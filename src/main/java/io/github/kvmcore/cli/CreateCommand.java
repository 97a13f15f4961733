package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.settings.SettingsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore create [N]}. */
@Parameters(
    commandDescription =
        "make the machines of a cluster that are missing, and wait for all of them")
final class CreateCommand extends Subcommand {
  @ParametersDelegate final MachineOptions machines = new MachineOptions();
  @ParametersDelegate final PhaseOptions steps = new PhaseOptions();
  @ParametersDelegate final CatalogueOptions catalogue = new CatalogueOptions();
  @ParametersDelegate final HardwareOptions hardware = new HardwareOptions();
  @ParametersDelegate final ConfigOptions config = new ConfigOptions();
  @ParametersDelegate final ServiceOptions services = new ServiceOptions();

  @Parameter(description = "[N]")
  List<String> arguments = new ArrayList<>();

  @Parameter(
      names = "--image",
      order = 23,
      description = "FILE|URL|smoke: the base image; smoke is a tiny Linux, built on this host")
  @Nullable String image;

  @Parameter(
      names = "--image-digest",
      order = 24,
      description = "sha256:HEX|sha512:HEX: what the image's file must have")
  @Nullable String imageDigest;

  @Parameter(
      names = "--force-download",
      order = 25,
      description = "fetch the image even where it is in the cache")
  boolean forceDownload;

  @Parameter(names = "--memory", order = 26, description = "SIZE: memory of a machine, as 2GiB")
  @Nullable String memory;

  @Parameter(names = "--cpus", order = 27, description = "NUMBER: virtual processors of a machine")
  @Nullable String cpus;

  @Parameter(names = "--disk-size", order = 28, description = "SIZE: disk of a machine, as 20GiB")
  @Nullable String diskSize;

  @Parameter(names = "--disk-mode", order = 29, description = "overlay|copy: how disks are made")
  @Nullable String diskMode;

  @Parameter(
      names = "--vg",
      order = 30,
      description = "NAME: the volume group for disks on logical volumes, instead of files")
  @Nullable String vg;

  @Parameter(
      names = "--network",
      order = 31,
      description = "NAME: an existing libvirt network, instead of one of the cluster's own")
  @Nullable String network;

  @Parameter(names = "--bridge", order = 32, description = "NAME: a bridge of the host")
  @Nullable String bridge;

  @Parameter(names = "--profile", order = 33, description = "NAME: what configures the machines")
  @Nullable String profile;

  @Parameter(
      names = "--ssh-key",
      order = 34,
      splitter = WholeValue.class,
      description = "FILE|KEY: a public key that may log in as core; repeatable")
  List<String> sshKeys = new ArrayList<>();

  @Parameter(
      names = "--templates",
      order = 35,
      description = "DIR: templates that stand in for the shipped ones, file by file")
  @Nullable String templates;

  @Parameter(
      names = "--config-drive",
      order = 36,
      description = "auto|9p|iso: how the configuration reaches the machines")
  @Nullable String configDrive;

  @Parameter(
      names = "--virt-type",
      order = 37,
      description = "auto|kvm|qemu: what runs the machines' processors")
  @Nullable String virtType;

  @Parameter(
      names = "--autostart",
      order = 38,
      description = "new machines start when the host does")
  boolean autostart;

  @Parameter(
      names = "--wait",
      order = 39,
      description = "none|running|address|ssh: how far all machines must get (ssh)")
  @Nullable String waitFor;

  @Parameter(
      names = "--timeout",
      order = 40,
      description = "TIME: how long machines may take to get that far (300s)")
  @Nullable String timeout;

  @Parameter(
      names = "--setup",
      order = 41,
      description =
          "first give the host what it lacks: packages, libvirtd, the network that"
              + " vm_network_name names")
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
            .add("--vg", "vg_name", vg)
            .add("--network", "vm_network_name", network)
            .add("--bridge", "vm_bridge", bridge)
            .add("--profile", "cloud_init_profile", profile)
            .add("--templates", "templates_dir", templates)
            .add("--config-drive", "config_drive", configDrive)
            .add("--virt-type", "virt_type", virtType)
            .add("--wait", "vm_wait", waitFor)
            .add("--timeout", "vm_startup_timeout", timeout)
            .add("--autostart", "autostart", autostart);
    if (!arguments.isEmpty()) {
      flags.add("create", "vm_count", Arguments.single(arguments, "create takes one number"));
    }
    machines.addTo(flags);
    catalogue.addTo(flags);
    hardware.addTo(flags);
    config.addTo(flags);
    services.addTo(flags);
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
  boolean readsInventory() {
    return true;
  }

  @Override
  boolean changesHost() {
    return true;
  }

  @Override
  ExitCode run(Session session) {
    Set<Phase> chosen = steps.steps();
    session.requireTemplates();
    OwnConfigFiles own = OwnConfigFiles.read(session);
    if (setup) {
      session.setUpHost();
    }
    if (common.dryRun) {
      return new Creation(session, chosen, own, null).run();
    }
    try (HostFiles.FileLock lock = ClusterLock.take(session, "create")) {
      return new Creation(session, chosen, own, lock).run();
    }
  }
}
