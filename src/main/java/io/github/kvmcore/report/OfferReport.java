package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.report.text.NameLines;
import io.github.kvmcore.report.text.TextTable;
import io.github.kvmcore.report.text.Tree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output of {@code image list --remote}; JSON as in offers.schema.json. */
public final class OfferReport {
  private final List<Offer> offers;

  /**
   * What a publisher has.
   *
   * @param source where its image is
   * @param path the image in the cache; null: it is not there
   */
  public record Offer(OsRelease release, URI source, @Nullable Path path) {}

  public OfferReport(List<Offer> offers) {
    this.offers = List.copyOf(offers);
  }

  /**
   * The report for standard output, each line ended.
   *
   * @param colour whether a table is shown at a terminal that wants colour
   */
  public String text(OutputFormat format, boolean colour) {
    return switch (format) {
      case TABLE -> table(colour);
      case NAME -> NameLines.text(offers.stream().map(it -> it.release().version()));
      case JSON, YAML -> Tree.text(format, this::write);
    };
  }

  private String table(boolean colour) {
    TextTable table = new TextTable("SYSTEM", "CHANNEL", "RELEASE", "ARCH", "CACHED", "SOURCE");
    for (Offer offer : offers) {
      OsRelease release = offer.release();
      table.add(
          release.os().toString(),
          release.channel(),
          release.version(),
          release.architecture(),
          offer.path() == null ? "no" : "yes",
          offer.source());
    }
    return table.text(colour);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("offers");
    for (Offer offer : offers) {
      json.writeStartObject();
      ImageReport.release(json, offer.release());
      json.writeStringField("source", offer.source().toString());
      Tree.field(json, "path", offer.path());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
