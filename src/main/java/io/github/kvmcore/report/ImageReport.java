package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.report.text.Age;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.Style;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output of {@code image list}; JSON as in images.schema.json. */
public final class ImageReport {
  private static final int DIGEST_DIGITS = 12;

  private static final String SIGNATURE = "signature ";

  private final List<BaseImage> images;
  private final Map<Path, List<String>> machines;
  private final Instant now;

  /**
   * @param machines the machines that use an image, by its path; none where that is not known
   * @param now for the images' age
   */
  public ImageReport(List<BaseImage> images, Map<Path, List<String>> machines, Instant now) {
    this.images = List.copyOf(images);
    this.machines = Map.copyOf(machines);
    this.now = now;
  }

  /**
   * The report for standard output, each line ended; a table without images is empty, and {@link
   * #emptyNote} is then for standard error. As names it shows the files' paths.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> NameLines.text(images.stream().map(i -> i.path()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  /** A line for people where there is no image, without line break. */
  public String emptyNote() {
    return "no images in the cache";
  }

  private String table(boolean colour) {
    TextTable table =
        new TextTable(
            "IMAGE", "RELEASE", "SIZE", "DISK", "FETCHED", "VERIFIED", "MACHINES", "PATH");
    for (BaseImage image : images) {
      OsRelease release = image.release();
      boolean catalogued = !release.channel().isEmpty();
      List<String> users = machines.get(image.path());
      table.add(
          catalogued ? release.os() + " " + release.channel() : image.source(),
          release.version().isEmpty() ? "-" : release.version(),
          ByteSize.text(image.fileBytes()),
          ByteSize.text(image.virtualBytes()),
          Age.of(image.fetched(), now),
          new TextTable.Cell(verified(image), style(image)),
          users == null ? "?" : users.isEmpty() ? "-" : String.join(",", users),
          image.path());
    }
    return table.text(colour);
  }

  /** By what an image counts as confirmed, in a word. */
  static String verified(BaseImage image) {
    return image.verified().startsWith(SIGNATURE) ? SIGNATURE.strip() : image.verified();
  }

  /** Whose signature confirms it; null where none does. */
  static @Nullable String signer(BaseImage image) {
    return image.verified().startsWith(SIGNATURE)
        ? image.verified().substring(SIGNATURE.length())
        : null;
  }

  private static Style style(BaseImage image) {
    return image.verified().equals("nothing") ? Style.YELLOW : Style.PLAIN;
  }

  /** Enough to tell digests apart. */
  static String shortened(String digest) {
    int end = digest.indexOf(':') + 1 + DIGEST_DIGITS;
    return digest.length() > end ? digest.substring(0, end) : digest;
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("images");
    for (BaseImage image : images) {
      json.writeStartObject();
      json.writeStringField("source", image.source());
      Tree.field(json, "path", image.path());
      json.writeNumberField("file_bytes", image.fileBytes());
      json.writeNumberField("virtual_bytes", image.virtualBytes());
      json.writeStringField("digest", image.digest());
      json.writeStringField("verified", verified(image));
      Tree.field(json, "signer", signer(image));
      json.writeStringField("fetched", image.fetched());
      release(json, image.release());
      names(json, machines.get(image.path()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The fields of a release; what is not known is null. */
  static void release(JsonGenerator json, OsRelease release) throws IOException {
    json.writeStringField("os", release.os().toString());
    Tree.field(json, "channel", known(release.channel()));
    Tree.field(json, "release", known(release.version()));
    Tree.field(json, "architecture", known(release.architecture()));
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  private static void names(JsonGenerator json, @Nullable List<String> names) throws IOException {
    if (names == null) {
      json.writeNullField("machines");
      return;
    }
    json.writeArrayFieldStart("machines");
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }
}
