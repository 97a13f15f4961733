package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The output of {@code reap}: what became of clusters; JSON as in reap.schema.json. */
public final class ReapReport {
  private final List<Line> lines;

  /** What became of a cluster. */
  public enum Result {
    REMOVED("removed", Style.PLAIN),
    FAILED("failed", Style.YELLOW),
    LOCKED("locked", Style.YELLOW),
    LEFT("left", Style.YELLOW);

    private final String text;
    private final Style style;

    Result(String text, Style style) {
      this.text = text;
      this.style = style;
    }

    /** That of a removal that ended so. */
    public static Result of(ExitCode code) {
      return switch (code) {
        case DONE -> REMOVED;
        case LOCKED -> LOCKED;
        default -> FAILED;
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A cluster.
   *
   * @param expired when its time was over
   */
  public record Line(String cluster, Instant expired, List<String> machines, Result result) {
    public Line {
      machines = List.copyOf(machines);
    }
  }

  public ReapReport(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * The report for standard output, each line ended; empty as table where nothing was over.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> NameLines.text(lines.stream().map(it -> it.cluster()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  private String table(boolean colour) {
    TextTable table = new TextTable("CLUSTER", "UNTIL", "RESULT", "MACHINES");
    for (Line line : lines) {
      TextTable.Cell result = new TextTable.Cell(line.result().text, line.result().style);
      table.add(line.cluster(), line.expired(), result, String.join(" ", line.machines()));
    }
    return table.text(colour);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("clusters");
    for (Line line : lines) {
      json.writeStartObject();
      json.writeStringField("cluster", line.cluster());
      Tree.field(json, "expired", line.expired());
      Tree.field(json, "result", line.result());
      json.writeArrayFieldStart("machines");
      for (String machine : line.machines()) {
        json.writeString(machine);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
