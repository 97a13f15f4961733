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
      description = "SIZE: a further, empty disk of each machine, as 10GiB; repeatable")
  List<String> dataDisks = new ArrayList<>();

  @Parameter(
      names = "--extra-network",
      order = 53,
      splitter = WholeValue.class,
      description = "NAME|bridge:NAME: a further interface of each machine; repeatable")
  List<String> extraNetworks = new ArrayList<>();

  @Parameter(
      names = "--network-filter",
      order = 62,
      description = "none|no-mac-spoofing|clean-traffic: libvirt's filter of what guests send")
  @Nullable String networkFilter;

  @Parameter(
      names = "--firmware",
      order = 54,
      description = "auto|bios|uefi|secure: what starts the guests")
  @Nullable String firmware;

  @Parameter(
      names = "--cpu-model",
      order = 56,
      description = "host-passthrough|host-model|maximum|NAME: the guests' processor")
  @Nullable String cpuModel;

  @Parameter(
      names = "--cpu-topology",
      order = 58,
      splitter = WholeValue.class,
      description = "SOCKETS,CORES,THREADS: how the guests' processors are arranged")
  @Nullable String cpuTopology;

  @Parameter(
      names = "--hugepages",
      order = 60,
      description = "yes|no|SIZE: memory of the host's huge pages")
  @Nullable String hugepages;

  @Parameter(
      names = "--overcommit",
      order = 63,
      description = "start machines even if guests get more than the host's memory and swap")
  boolean overcommit;

  @Parameter(
      names = "--share",
      order = 61,
      splitter = WholeValue.class,
      description = "DIR:TAG[:ro]: a folder of this host for the guests to mount; repeatable")
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
