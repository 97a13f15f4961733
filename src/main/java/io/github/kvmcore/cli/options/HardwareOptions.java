package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of {@code create} that describe the machines' hardware. */
@Parameters(separators = "=")
public final class HardwareOptions {
  @Parameter(
      names = "--data-disk",
      order = 51,
      category = OptionGroup.STORAGE,
      description = "SIZE: add an empty disk of this size to each machine; repeatable")
  List<String> dataDisks = new ArrayList<>();

  @Parameter(
      names = "--extra-network",
      order = 53,
      category = OptionGroup.NETWORK,
      splitter = WholeValue.class,
      description =
          "NAME|bridge:NAME: add an interface on this network to each machine; repeatable")
  List<String> extraNetworks = new ArrayList<>();

  @Parameter(
      names = "--network-filter",
      order = 62,
      category = OptionGroup.NETWORK,
      description =
          "none|no-mac-spoofing|clean-traffic: libvirt network filter of the machines' interfaces")
  @Nullable String networkFilter;

  @Parameter(
      names = "--firmware",
      order = 54,
      category = OptionGroup.HARDWARE,
      description =
          "auto|bios|uefi|secure: firmware of the machines; secure is UEFI with Secure Boot")
  @Nullable String firmware;

  @Parameter(
      names = "--cpu-model",
      order = 56,
      category = OptionGroup.HARDWARE,
      description = "host-passthrough|host-model|maximum|NAME: CPU model of the machines")
  @Nullable String cpuModel;

  @Parameter(
      names = "--cpu-topology",
      order = 58,
      category = OptionGroup.HARDWARE,
      splitter = WholeValue.class,
      description = "SOCKETS,CORES,THREADS: CPU topology of the machines")
  @Nullable String cpuTopology;

  @Parameter(
      names = "--hugepages",
      order = 60,
      category = OptionGroup.HARDWARE,
      description = "yes|no|SIZE: use huge pages of the host for the machines' memory")
  @Nullable String hugepages;

  @Parameter(
      names = "--overcommit",
      order = 63,
      category = OptionGroup.HARDWARE,
      description =
          "start machines even if all guests together need more than the host's memory and swap")
  boolean overcommit;

  @Parameter(
      names = "--share",
      order = 61,
      category = OptionGroup.STORAGE,
      splitter = WholeValue.class,
      description = "DIR:TAG[:ro]: share this folder of the host with the machines; repeatable")
  List<String> shares = new ArrayList<>();

  /** Takes those that were given. */
  public void addTo(Flags flags) {
    flags
        .add("--data-disk", "vm_data_disks", lines(dataDisks))
        .add("--extra-network", "vm_extra_networks", lines(extraNetworks))
        .add("--network-filter", "vm_network_filter", networkFilter)
        .add("--firmware", "vm_firmware", firmware)
        .add("--cpu-model", "vm_cpu_model", cpuModel)
        .add("--cpu-topology", "vm_cpu_topology", cpuTopology)
        .add("--hugepages", "vm_hugepages", hugepages)
        .add("--overcommit", "memory_overcommit", overcommit ? "yes" : null)
        .add("--share", "vm_shares", lines(shares));
  }

  private static @Nullable String lines(List<String> values) {
    return values.isEmpty() ? null : String.join("\n", values);
  }
}
