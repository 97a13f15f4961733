package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ByteSize;
import io.github.kvmcore.model.OutputFormat;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The output of {@code image list}; JSON as in images.schema.json. */
public final class ImageReport {
  private static final int DIGEST_DIGITS = 12;

  private final List<BaseImage> images;

  public ImageReport(List<BaseImage> images) {
    this.images = List.copyOf(images);
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
      case NAME -> images.stream().map(i -> i.path() + "\n").collect(Collectors.joining());
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  /** A line for people where there is no image, without line break. */
  public String emptyNote() {
    return "no images in the cache";
  }

  private String table(boolean colour) {
    TextTable table = new TextTable("SOURCE", "SIZE", "DISK", "FETCHED", "DIGEST", "PATH");
    for (BaseImage image : images) {
      table.add(
          image.source(),
          ByteSize.text(image.fileBytes()),
          ByteSize.text(image.virtualBytes()),
          image.fetched(),
          new TextTable.Cell(shortened(image.digest()), style(image)),
          image.path());
    }
    return table.text(colour);
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
      json.writeStringField("verified", image.verified());
      json.writeStringField("fetched", image.fetched());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
