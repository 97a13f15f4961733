package io.github.kvmcore.exec.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/**
 * Text in JSON as reviewers can read it: one line as a string, several as a list of strings, one
 * below the other. The lines are those between line feeds, so a last empty one stands for a line
 * feed at the end.
 */
final class Lines {
  private Lines() {}

  static final class Writer extends JsonSerializer<String> {
    @Override
    public void serialize(String text, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (text.indexOf('\n') < 0) {
        json.writeString(text);
        return;
      }
      PrettyPrinter printer = json.getPrettyPrinter();
      indent(printer, DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
      json.writeStartArray();
      for (String line : text.split("\n", -1)) {
        json.writeString(line);
      }
      json.writeEndArray();
      indent(printer, DefaultPrettyPrinter.FixedSpaceIndenter.instance);
    }

    private static void indent(PrettyPrinter printer, DefaultPrettyPrinter.Indenter indenter) {
      if (printer instanceof DefaultPrettyPrinter pretty) {
        pretty.indentArraysWith(indenter);
      }
    }
  }

  static final class Reader extends JsonDeserializer<String> {
    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        return json.getValueAsString("");
      }
      return String.join("\n", context.readValue(json, String[].class));
    }
  }
}
