package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.report.text.Age;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The output of {@code info}: a block of lines for each machine; JSON as in info.schema.json. */
public final class InfoReport {
  private static final String UNKNOWN = "-";
  private static final int LABEL_WIDTH = 14;

  private final String cluster;
  private final List<MachineDetails> machines;
  private final Instant now;

  /**
   * @param now for the machines' age
   */
  public InfoReport(String cluster, List<MachineDetails> machines, Instant now) {
    this.cluster = cluster;
    this.machines = List.copyOf(machines);
    this.now = now;
  }

  /**
   * The report for standard output, each line ended; empty as table where there is no machine.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> machines.stream().map(m -> block(m, colour)).collect(Collectors.joining("\n"));
      case NAME -> NameLines.text(machines.stream().map(m -> m.status().name()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  private String block(MachineDetails machine, boolean colour) {
    MachineStatus status = machine.status();
    MachineTag tag = machine.tag();
    StringBuilder text = new StringBuilder();
    text.append(Style.BOLD.apply(TerminalEscaper.line(status.name()), colour)).append("  ");
    text.append(Style.of(status.state()).apply(status.state().toString(), colour)).append('\n');
    line(text, "address", status.address());
    line(text, "network", tag.network());
    line(text, "MAC", status.mac());
    line(text, "UUID", status.uuid());
    line(text, "memory", ByteSize.ofKiB(status.memoryKiB()));
    line(text, "vCPUs", status.vcpus());
    line(text, "disk", tag.disk().path());
    line(text, "disk size", size(machine.disk()));
    HardwareReport.lines(machine).forEach((label, value) -> line(text, label, value));
    line(text, "system", system(tag.system()));
    line(text, "image", tag.image());
    String digest = machine.digest();
    line(text, "image digest", digest == null ? null : ImageReport.shortened(digest));
    line(text, "image cache", tag.base());
    line(text, "verified", machine.verified());
    line(text, "profile", tag.profile());
    boolean ignition = tag.configSource() == ConfigSource.IGNITION;
    line(text, ignition ? "Ignition" : "config drive", tag.drive());
    line(text, "console log", tag.console());
    line(text, "created", Age.of(tag.created(), now));
    if (status.expires() != null) {
      line(text, "until", Age.of(status.expires().toString(), now));
    }
    Boolean autostart = machine.autostart();
    line(text, "autostart", autostart == null ? null : autostart ? "yes" : "no");
    return text.toString();
  }

  /** Which release of which system, in words; empty where that is not known. */
  private static String system(OsRelease release) {
    boolean known = release.os() != Os.OTHER;
    return (known ? release.os() + " " + release.channel() + " " : "")
        .concat(release.version() + " " + release.architecture())
        .strip()
        .replaceAll(" +", " ");
  }

  private static void line(StringBuilder text, String label, @Nullable Object value) {
    text.append("  ").append(label).append(" ".repeat(LABEL_WIDTH - label.length()));
    String shown = TerminalEscaper.line(Objects.requireNonNullElse(value, "").toString());
    text.append(shown.isEmpty() ? UNKNOWN : shown).append('\n');
  }

  private static String size(@Nullable DiskUse disk) {
    return disk == null
        ? "unknown"
        : ByteSize.text(disk.virtualBytes()) + ", " + ByteSize.text(disk.usedBytes()) + " used";
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("cluster", cluster);
    json.writeArrayFieldStart("machines");
    for (MachineDetails machine : machines) {
      json.writeStartObject();
      MachineReport.fields(json, machine.status());
      write(json, machine);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, MachineDetails machine) throws IOException {
    MachineTag tag = machine.tag();
    DiskUse disk = machine.disk();
    Tree.field(json, "disk", tag.disk().path());
    number(json, "disk_used_bytes", disk == null ? null : disk.usedBytes());
    number(json, "disk_virtual_bytes", disk == null ? null : disk.virtualBytes());
    HardwareReport.fields(json, machine);
    json.writeStringField("image", tag.image());
    Tree.field(json, "image_digest", machine.digest());
    Tree.field(json, "image_cache", tag.base());
    Tree.field(json, "image_verified", machine.verified());
    ImageReport.release(json, tag.system());
    json.writeStringField("profile", tag.profile());
    json.writeStringField("network", tag.network());
    Tree.field(json, "config_drive", tag.drive());
    Tree.field(json, "console_log", tag.console());
    Tree.field(json, "created", tag.created().isEmpty() ? null : tag.created());
    Boolean autostart = machine.autostart();
    json.writeFieldName("autostart");
    if (autostart == null) {
      json.writeNull();
    } else {
      json.writeBoolean(autostart);
    }
  }

  static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }
}
