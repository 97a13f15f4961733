package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.remote.RemoteRun;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How {@code exec} went: JSON as in exec.schema.json, and what is told of failures. */
public final class RemoteReport {
  /** Of a cluster with hundreds of machines, not all are told of one by one. */
  private static final int NAMED = 10;

  private final String cluster;
  private final List<String> command;
  private final List<RemoteRun> runs;

  public RemoteReport(String cluster, List<String> command, List<RemoteRun> runs) {
    this.cluster = cluster;
    this.command = List.copyOf(command);
    this.runs = List.copyOf(runs);
  }

  /** The report for standard output, each line ended. */
  public String text(OutputFormat format) {
    return Tree.text(format, this::write);
  }

  /** What failed, without line breaks at the ends; empty where all is well. */
  public List<String> failures() {
    List<RemoteRun> failed = runs.stream().filter(run -> !run.ok()).toList();
    List<String> lines = new ArrayList<>();
    for (RemoteRun run : failed.subList(0, Math.min(NAMED, failed.size()))) {
      lines.add(run.name() + " " + why(run));
    }
    if (failed.size() > NAMED) {
      lines.add("and " + (failed.size() - NAMED) + " more");
    }
    if (!failed.isEmpty()) {
      lines.add("failed on " + failed.size() + " of " + count(runs.size()));
    }
    return lines;
  }

  /** For people, where nothing failed. */
  public String success() {
    return "done on " + count(runs.size());
  }

  private static String count(int machines) {
    return machines + (machines == 1 ? " machine" : " machines");
  }

  private static String why(RemoteRun run) {
    return Objects.requireNonNullElse(run.error(), "ended with exit status " + run.exitStatus());
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("cluster", cluster);
    json.writeArrayFieldStart("command");
    for (String word : command) {
      json.writeString(word);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("machines");
    for (RemoteRun run : runs) {
      json.writeStartObject();
      json.writeStringField("name", run.name());
      Integer status = run.exitStatus();
      json.writeFieldName("exit_status");
      if (status == null) {
        json.writeNull();
      } else {
        json.writeNumber(status);
      }
      Tree.field(json, "error", run.error());
      json.writeStringField("out", run.out());
      json.writeStringField("err", run.err());
      json.writeBooleanField("truncated", run.truncated());
      json.writeNumberField("time_ms", run.time().toMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
