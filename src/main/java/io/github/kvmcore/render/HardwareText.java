package io.github.kvmcore.render;

import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.network.GuestNetwork;
import io.github.kvmcore.model.storage.Disk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the templates know of a machine's further hardware. */
final class HardwareText {
  /** A first disk is vda; vdb is a config drive's, where it is an image. */
  private static final char BEFORE_DATA = 'b';

  private HardwareText() {}

  /** For the domain. */
  static Map<String, Object> values(Hardware hardware, List<Disk> dataDisks) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("firmware", hardware.firmware().toString());
    values.put("cpu_model", hardware.cpuModel());
    CpuTopology topology = hardware.topology();
    values.put("cpu_topology", topology == null ? "" : topology.toString());
    values.put("hugepage_kib", hardware.hugePageKiB());
    values.put("data_disks", disks(hardware, dataDisks));
    values.put(
        "links",
        hardware.links().stream()
            .map(link -> Map.of("network", link.network(), "mac", link.mac()))
            .toList());
    values.put("network_filter", hardware.filter());
    return values;
  }

  private static List<Map<String, Object>> disks(Hardware hardware, List<Disk> dataDisks) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < dataDisks.size(); i++) {
      Disk disk = dataDisks.get(i);
      all.add(
          Map.of(
              "path",
              disk.path().toString(),
              "kind",
              disk instanceof Disk.Volume ? "block" : "file",
              "device",
              "vd" + (char) (BEFORE_DATA + i + 1),
              "serial",
              "data" + (i + 1),
              "bytes",
              i < hardware.dataBytes().size() ? hardware.dataBytes().get(i) : 0L));
    }
    return all;
  }

  /** As {@code share.folder}, {@code share.tag}, {@code share.read_only}, {@code share.driver}. */
  private static Map<String, Object> share(Share share) {
    return Map.of(
        "folder", share.folder().toString(),
        "tag", share.tag(),
        "read_only", share.readOnly(),
        "driver", share.driver().toString());
  }

  /** What a guest does about it itself: the address that it gives itself, what it mounts. */
  static Map<String, Object> guest(Hardware hardware) {
    GuestNetwork network = hardware.network();
    return Map.of(
        "networks", hardware.links().stream().map(Hardware.Link::network).toList(),
        "shares", hardware.shares().stream().map(HardwareText::share).toList(),
        "static_address", network == null ? "" : network.toString(),
        "gateway", network == null || network.gateway() == null ? "" : "" + network.gateway(),
        "dns", network == null ? List.of() : network.dns().stream().map(Object::toString).toList());
  }
}
