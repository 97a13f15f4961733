package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The output of {@code verify}: what is not as it should be; JSON as in verify.schema.json. Its
 * words for a machine's state are those that {@code image verify} has for an image's.
 */
public final class DriftReport {
  private static final String OWN = "-";

  private final List<Cluster> clusters;
  private final boolean named;

  /**
   * A cluster that was looked at.
   *
   * @param machines all that it has, and should have
   */
  public record Cluster(String name, List<String> machines, List<Drift> drift) {
    public Cluster {
      machines = List.copyOf(machines);
      drift = List.copyOf(drift);
    }

    private String state(String machine) {
      return drift.stream().anyMatch(it -> machine.equals(it.machine())) ? "changed" : "ok";
    }
  }

  /**
   * @param named whether the table says whose each line is
   */
  public DriftReport(List<Cluster> clusters, boolean named) {
    this.clusters = List.copyOf(clusters);
    this.named = named;
  }

  /** Whether nothing was found. */
  public boolean isRight() {
    return clusters.stream().allMatch(cluster -> cluster.drift().isEmpty());
  }

  /** For people, where nothing was. */
  public String rightNote() {
    int machines = clusters.stream().mapToInt(cluster -> cluster.machines().size()).sum();
    return machines == 0
        ? "no machines to look at"
        : machines == 1
            ? "one machine, which is as it should be"
            : machines + " machines, which are as they should be";
  }

  /**
   * The report for standard output, each line ended; empty as table where all is right.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> names();
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  private String names() {
    return NameLines.text(
        clusters.stream()
            .flatMap(cluster -> cluster.drift().stream())
            .map(Drift::machine)
            .filter(Objects::nonNull)
            .distinct());
  }

  private String table(boolean colour) {
    List<String> header = new ArrayList<>(named ? List.of("CLUSTER") : List.of());
    header.addAll(List.of("MACHINE", "KIND", "DETAIL"));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (Cluster cluster : clusters) {
      for (Drift drift : cluster.drift()) {
        List<Object> row = new ArrayList<>(named ? List.of(cluster.name()) : List.of());
        row.add(Objects.requireNonNullElse(drift.machine(), OWN));
        row.add(new TextTable.Cell(drift.kind().toString(), Style.YELLOW));
        row.add(drift.detail());
        table.add(row.toArray());
      }
    }
    return table.text(colour);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("clusters");
    for (Cluster cluster : clusters) {
      json.writeStartObject();
      json.writeStringField("cluster", cluster.name());
      json.writeArrayFieldStart("machines");
      for (String machine : cluster.machines()) {
        json.writeStartObject();
        json.writeStringField("name", machine);
        json.writeStringField("state", cluster.state(machine));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("drift");
      for (Drift drift : cluster.drift()) {
        json.writeStartObject();
        Tree.field(json, "machine", drift.machine());
        Tree.field(json, "kind", drift.kind());
        json.writeStringField("detail", drift.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
