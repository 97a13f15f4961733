package io.github.kvmcore.cli.create;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.command.Arguments;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.options.CatalogueOptions;
import io.github.kvmcore.cli.options.ConfigOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.HardwareOptions;
import io.github.kvmcore.cli.options.MachineOptions;
import io.github.kvmcore.cli.options.ServiceOptions;
import io.github.kvmcore.cli.options.WholeValue;
import io.github.kvmcore.spec.source.SettingsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A command whose options say which machines are wanted, and how they should be. */
public abstract class ClusterSpecCommand extends Subcommand {
  @ParametersDelegate final MachineOptions machines = new MachineOptions();
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

  private final String verb;

  /**
   * @param verb the command's name, for messages
   */
  protected ClusterSpecCommand(String verb) {
    this.verb = verb;
  }

  @Override
  protected List<String> words() {
    return arguments;
  }

  @Override
  public String synopsis() {
    return "[N]";
  }

  @Override
  public List<SettingsSource> flags() {
    Flags flags =
        new Flags()
            .add("--image", "vm_image", image)
            .add("--image-digest", "vm_image_digest", imageDigest)
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
            .add("--autostart", "autostart", autostart);
    if (!arguments.isEmpty()) {
      flags.add(verb, "vm_count", Arguments.single(arguments, verb + " takes one number"));
    }
    machines.addTo(flags);
    catalogue.addTo(flags);
    hardware.addTo(flags);
    config.addTo(flags);
    services.addTo(flags);
    flags.add("--ssh-key", "ssh_keys", sshKeys.isEmpty() ? null : keys());
    addTo(flags);
    return flags.sources();
  }

  /** Takes the command's own flags. */
  void addTo(Flags flags) {}

  /** The keys themselves; a word without a blank names a file, which the settings read. */
  private String keys() {
    return sshKeys.stream()
        .map(String::strip)
        .map(key -> key.matches("[/~].*|.* .*") ? key : "./" + key)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public boolean readsInventory() {
    return true;
  }
}
