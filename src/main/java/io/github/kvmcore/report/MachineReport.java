package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code list} and {@code status}; JSON as in list.schema.json, status.schema.json.
 */
public final class MachineReport {
  private static final String UNKNOWN = "-";

  private final String cluster;
  private final List<MachineStatus> machines;
  private final boolean status;

  private MachineReport(String cluster, List<MachineStatus> machines, boolean status) {
    this.cluster = cluster;
    this.machines = List.copyOf(machines);
    this.status = status;
  }

  /** What {@code list} shows. */
  public static MachineReport list(String cluster, List<MachineStatus> machines) {
    return new MachineReport(cluster, machines, false);
  }

  /** What {@code status} shows: that, and whether each machine answers on ssh. */
  public static MachineReport status(String cluster, List<MachineStatus> machines) {
    return new MachineReport(cluster, machines, true);
  }

  /**
   * The report for standard output, each line ended; a table without machines is empty, and {@link
   * #emptyNote} is then for standard error.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> NameLines.text(machines.stream().map(m -> m.name()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  /** A line for people where there is no machine, without line break. */
  public String emptyNote() {
    return emptyNote(cluster);
  }

  /** The same of a cluster. */
  public static String emptyNote(String cluster) {
    return "no machines in cluster " + cluster;
  }

  private String table(boolean colour) {
    TextTable table = new TextTable(header());
    for (MachineStatus machine : machines) {
      TextTable.Cell state =
          new TextTable.Cell(machine.state().toString(), Style.of(machine.state()));
      String address = machine.address() == null ? UNKNOWN : machine.address().toString();
      List<Object> row = new ArrayList<>(List.of(machine.name(), state, address, machine.mac()));
      if (status) {
        String memory = ByteSize.ofKiB(machine.memoryKiB());
        row.addAll(List.of(ssh(machine.ssh()), memory, machine.vcpus()));
      }
      if (hasEnds()) {
        row.add(Objects.requireNonNullElse(machine.expires(), UNKNOWN).toString());
      }
      table.add(row.toArray());
    }
    return table.text(colour);
  }

  private String[] header() {
    List<String> header = new ArrayList<>(List.of("NAME", "STATE", "ADDRESS", "MAC"));
    if (status) {
      header.addAll(List.of("SSH", "MEMORY", "VCPUS"));
    }
    if (hasEnds()) {
      header.add("UNTIL");
    }
    return header.toArray(String[]::new);
  }

  /** Most clusters are for ever, and need no column for that. */
  private boolean hasEnds() {
    return machines.stream().anyMatch(machine -> machine.expires() != null);
  }

  private static TextTable.Cell ssh(@Nullable Boolean answers) {
    if (answers == null) {
      return new TextTable.Cell(UNKNOWN, Style.PLAIN);
    }
    return answers
        ? new TextTable.Cell("yes", Style.GREEN)
        : new TextTable.Cell("no", Style.YELLOW);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("cluster", cluster);
    json.writeArrayFieldStart("machines");
    for (MachineStatus machine : machines) {
      write(json, machine);
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, MachineStatus machine) throws IOException {
    json.writeStartObject();
    fields(json, machine);
    if (status) {
      json.writeBooleanField("ssh", Boolean.TRUE.equals(machine.ssh()));
    }
    json.writeEndObject();
  }

  /** What every command tells of a machine. */
  static void fields(JsonGenerator json, MachineStatus machine) throws IOException {
    json.writeStringField("name", machine.name());
    json.writeNumberField("index", machine.index());
    Tree.field(json, "state", machine.state());
    Tree.field(json, "address", machine.address());
    json.writeStringField("mac", machine.mac());
    Tree.field(json, "uuid", machine.uuid());
    json.writeNumberField("memory_kib", machine.memoryKiB());
    json.writeNumberField("vcpus", machine.vcpus());
    Tree.field(json, "expires", machine.expires());
  }
}
