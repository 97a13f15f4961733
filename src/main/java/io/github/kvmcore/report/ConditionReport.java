package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The output of {@code image verify}; JSON as in conditions.schema.json. */
public final class ConditionReport {
  private final List<Line> lines;

  /**
   * An image.
   *
   * @param state ok, changed or unknown
   * @param detail what changed; empty where nothing did
   */
  public record Line(Path path, String state, String detail) {}

  public ConditionReport(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * The report for standard output, each line ended.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> NameLines.text(lines.stream().map(it -> it.path()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  private String table(boolean colour) {
    TextTable table = new TextTable("STATE", "PATH", "DETAIL");
    for (Line line : lines) {
      Style style = line.state().equals("ok") ? Style.PLAIN : Style.YELLOW;
      table.add(new TextTable.Cell(line.state(), style), line.path(), line.detail());
    }
    return table.text(colour);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("images");
    for (Line line : lines) {
      json.writeStartObject();
      Tree.field(json, "path", line.path());
      json.writeStringField("state", line.state());
      json.writeStringField("detail", line.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
