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
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.cli.options.ServiceOptions;
import io.github.kvmcore.cli.options.WholeValue;
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
      category = OptionGroup.IMAGE,
      description = "FILE|URL|smoke: base image; smoke is a tiny Linux that is built on this host")
  @Nullable String image;

  @Parameter(
      names = "--image-digest",
      order = 24,
      category = OptionGroup.IMAGE,
      description = "sha256:HEX|sha512:HEX: digest that the image file must have")
  @Nullable String imageDigest;

  @Parameter(
      names = "--memory",
      order = 26,
      category = OptionGroup.HARDWARE,
      description = "SIZE: memory of each machine, for example 4GiB")
  @Nullable String memory;

  @Parameter(
      names = "--cpus",
      order = 27,
      category = OptionGroup.HARDWARE,
      description = "NUMBER: virtual CPUs of each machine")
  @Nullable String cpus;

  @Parameter(
      names = "--disk-size",
      order = 28,
      category = OptionGroup.STORAGE,
      description =
          "SIZE: disk size of each machine, for example 20GiB (default: that of the image)")
  @Nullable String diskSize;

  @Parameter(
      names = "--disk-mode",
      order = 29,
      category = OptionGroup.STORAGE,
      description = "overlay|copy: create disks as overlays of the image, or as full copies")
  @Nullable String diskMode;

  @Parameter(
      names = "--vg",
      order = 30,
      category = OptionGroup.STORAGE,
      description = "NAME: create disks as logical volumes in this volume group")
  @Nullable String vg;

  @Parameter(
      names = "--network",
      order = 31,
      category = OptionGroup.NETWORK,
      description = "NAME: use this libvirt network instead of creating one for the cluster")
  @Nullable String network;

  @Parameter(
      names = "--bridge",
      order = 32,
      category = OptionGroup.NETWORK,
      description = "NAME: use this bridge of the host instead of a libvirt network")
  @Nullable String bridge;

  @Parameter(
      names = "--profile",
      order = 33,
      category = OptionGroup.CONFIGURATION,
      description =
          "NAME: what the machines run: basic, etcd, k3s, etcd_fleet or a profile from --templates")
  @Nullable String profile;

  @Parameter(
      names = "--ssh-key",
      order = 34,
      category = OptionGroup.CONFIGURATION,
      splitter = WholeValue.class,
      description = "FILE|KEY: public key that may log in as core; repeatable")
  List<String> sshKeys = new ArrayList<>();

  @Parameter(
      names = "--templates",
      order = 35,
      category = OptionGroup.CONFIGURATION,
      description = "DIR: folder of templates that replace kvmcore's, file by file")
  @Nullable String templates;

  @Parameter(
      names = "--config-drive",
      order = 36,
      category = OptionGroup.CONFIGURATION,
      description = "auto|9p|iso: how the configuration reaches the machines")
  @Nullable String configDrive;

  @Parameter(
      names = "--virt-type",
      order = 37,
      category = OptionGroup.HARDWARE,
      description = "auto|kvm|qemu: hypervisor: KVM, or QEMU emulation")
  @Nullable String virtType;

  @Parameter(
      names = "--autostart",
      order = 38,
      category = OptionGroup.RUN,
      description = "start the machines when the host boots")
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
  public Flags flags() {
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
    return flags;
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
