package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.report.text.Age;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output of {@code gc}: what no machine uses any more; JSON as in gc.schema.json. */
public final class GcReport {
  private static final String UNKNOWN = "-";

  private final List<Line> lines;
  private final Instant now;

  /**
   * Something that was found.
   *
   * @param result found, removed or left
   */
  public record Line(Leftover leftover, String result) {}

  /**
   * @param now for ages
   */
  public GcReport(List<Line> lines, Instant now) {
    this.lines = List.copyOf(lines);
    this.now = now;
  }

  /**
   * The report for standard output, each line ended; empty as table where nothing was found.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> NameLines.text(lines.stream().map(it -> it.leftover().name()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  private String table(boolean colour) {
    TextTable table = new TextTable("KIND", "SIZE", "AGE", "RESULT", "NAME", "WHY");
    for (Line line : lines) {
      Leftover leftover = line.leftover();
      Style style = line.result().equals("left") ? Style.YELLOW : Style.PLAIN;
      Long bytes = leftover.bytes();
      table.add(
          leftover.kind(),
          bytes == null ? UNKNOWN : ByteSize.text(bytes),
          age(leftover.since()),
          new TextTable.Cell(line.result(), style),
          leftover.name(),
          leftover.why());
    }
    return table.text(colour);
  }

  private String age(@Nullable Instant since) {
    Duration age = since == null ? Duration.ZERO : Duration.between(since, now);
    return since == null || age.isNegative() ? UNKNOWN : Age.span(age);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("leftovers");
    for (Line line : lines) {
      Leftover leftover = line.leftover();
      json.writeStartObject();
      Tree.field(json, "kind", leftover.kind());
      json.writeStringField("name", leftover.name());
      Tree.field(json, "cluster", leftover.cluster());
      InfoReport.number(json, "bytes", leftover.bytes());
      json.writeStringField("why", leftover.why());
      Tree.field(json, "since", leftover.since());
      json.writeStringField("result", line.result());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
