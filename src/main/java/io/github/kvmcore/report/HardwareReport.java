package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of {@code info} about further hardware. */
final class HardwareReport {
  private HardwareReport() {}

  /** Lines for people by their label: only of what a machine has. */
  static Map<String, String> lines(MachineDetails machine) {
    Hardware hardware = machine.hardware();
    Map<String, String> lines = new LinkedHashMap<>();
    List<Disk> disks = machine.tag().dataDisks();
    for (int i = 0; i < disks.size(); i++) {
      String size =
          i < hardware.dataBytes().size() ? ", " + ByteSize.text(hardware.dataBytes().get(i)) : "";
      lines.put("data disk " + (i + 1), disks.get(i).path() + size);
    }
    int number = 0;
    for (Hardware.Link link : hardware.links()) {
      number++;
      lines.put("network " + (number + 1), link.network() + ", " + link.mac());
    }
    lines.put("filter", hardware.filter());
    for (Share share : hardware.shares()) {
      lines.merge("shares", share + " by " + share.driver(), (one, other) -> one + ", " + other);
    }
    lines.put("firmware", hardware.firmware().toString());
    lines.put("CPU model", hardware.cpuModel());
    lines.put("CPU topology", hardware.topology() == null ? "" : "" + hardware.topology());
    lines.put(
        "huge pages",
        hardware.hugePageKiB() == 0 ? "" : "of " + ByteSize.ofKiB(hardware.hugePageKiB()));
    lines.put("own address", hardware.network() == null ? "" : "" + hardware.network());
    return lines.entrySet().stream()
        .filter(line -> !line.getValue().isEmpty())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
  }

  /** As in info.schema.json. */
  static void fields(JsonGenerator json, MachineDetails machine) throws IOException {
    Hardware hardware = machine.hardware();
    json.writeArrayFieldStart("data_disks");
    List<Disk> disks = machine.tag().dataDisks();
    for (int i = 0; i < disks.size(); i++) {
      json.writeStartObject();
      Tree.field(json, "path", disks.get(i).path());
      InfoReport.number(
          json, "bytes", i < hardware.dataBytes().size() ? hardware.dataBytes().get(i) : null);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("extra_networks");
    for (Hardware.Link link : hardware.links()) {
      json.writeStartObject();
      json.writeStringField("network", link.network());
      json.writeStringField("mac", link.mac());
      json.writeEndObject();
    }
    json.writeEndArray();
    Tree.field(json, "network_filter", hardware.filter().isEmpty() ? null : hardware.filter());
    json.writeArrayFieldStart("shares");
    for (Share share : hardware.shares()) {
      json.writeStartObject();
      Tree.field(json, "folder", share.folder());
      json.writeStringField("tag", share.tag());
      json.writeBooleanField("read_only", share.readOnly());
      json.writeStringField("driver", share.driver().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("firmware", hardware.firmware().toString());
    Tree.field(json, "cpu_model", hardware.cpuModel().isEmpty() ? null : hardware.cpuModel());
    Tree.field(json, "cpu_topology", hardware.topology());
    InfoReport.number(
        json, "huge_page_kib", hardware.hugePageKiB() == 0 ? null : hardware.hugePageKiB());
    Tree.field(json, "own_address", hardware.network());
  }
}
