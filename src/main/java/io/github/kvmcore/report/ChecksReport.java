package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.engine.Check;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.util.List;

/** The output of {@code doctor}; JSON as in checks.schema.json. */
public final class ChecksReport {
  private final List<Check> checks;

  public ChecksReport(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * The report for standard output, each line ended. As names it shows what is not ok.
   *
   * @param colour whether lines are shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> lines(colour);
      case NAME ->
          NameLines.text(
              checks.stream()
                  .filter(check -> check.status() != Check.Status.OK)
                  .map(check -> check.name()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  /** In one line: {@code ready, 2 warnings} or {@code not ready: 1 problem, 2 warnings}. */
  public String summary() {
    long problems = count(Check.Status.PROBLEM);
    long warnings = count(Check.Status.WARNING);
    String warned = warnings == 0 ? "" : ", " + counted(warnings, "warning");
    return problems == 0 ? "ready" + warned : "not ready: " + counted(problems, "problem") + warned;
  }

  private long count(Check.Status status) {
    return checks.stream().filter(check -> check.status() == status).count();
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Each check's line, and below it the command that helps. */
  private String lines(boolean colour) {
    TextTable table = new TextTable("STATUS", "NAME", "DETAIL");
    for (Check check : checks) {
      TextTable.Cell status = new TextTable.Cell(check.status().toString(), style(check.status()));
      table.add(status, check.name(), check.detail());
    }
    List<String> rows = table.text(colour).lines().skip(1).toList();
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      text.append(rows.get(row)).append('\n');
      String remedy = checks.get(row).remedy();
      if (remedy != null) {
        remedy.lines().forEach(line -> text.append("  fix: ").append(line).append('\n'));
      }
    }
    return text.toString();
  }

  private static Style style(Check.Status status) {
    return switch (status) {
      case OK -> Style.GREEN;
      case WARNING -> Style.YELLOW;
      case PROBLEM -> Style.RED;
    };
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("checks");
    for (Check check : checks) {
      json.writeStartObject();
      json.writeStringField("name", check.name());
      Tree.field(json, "status", check.status());
      json.writeStringField("detail", check.detail());
      Tree.field(json, "remedy", check.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
