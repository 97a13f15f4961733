package io.github.kvmcore.report.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.OutputFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a result as JSON or YAML, by Jackson's streaming generators: no reflection, fast to start.
 */
public final class Tree {
  private Tree() {}

  /** Writes fields and values. */
  public interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** The content of one object, as text that ends with a line break. */
  public static String text(OutputFormat format, Writing content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = format == OutputFormat.YAML ? yaml(text) : json(text)) {
      generator.writeStartObject();
      content.to(generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String document = text.toString().stripTrailing() + "\n";
    return format == OutputFormat.YAML
        ? TerminalEscaper.yaml(document)
        : TerminalEscaper.json(document);
  }

  private static JsonGenerator json(StringWriter text) throws IOException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return new JsonFactory().createGenerator(text).setPrettyPrinter(printer);
  }

  /** All texts in quotes: YAML 1.1 takes 52:54:00:10:20:30 for a number to the base of 60. */
  private static JsonGenerator yaml(StringWriter text) throws IOException {
    return YAMLFactory.builder()
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .disable(YAMLGenerator.Feature.SPLIT_LINES)
        .build()
        .createGenerator(text);
  }

  /** Writes a text field; null as null. */
  public static void field(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }
}
