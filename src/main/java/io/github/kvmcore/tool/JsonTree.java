package io.github.kvmcore.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that knows its line, for messages about files that users wrote.
 *
 * @param kind the token that it is or begins with
 * @param text a string, a number or a word as it is written; empty for objects and arrays
 */
public record JsonTree(
    JsonToken kind, int line, String text, Map<String, JsonTree> fields, List<JsonTree> items) {
  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /**
   * Reads a text.
   *
   * @return null if it is empty
   * @throws IOException with the place, if it is not one JSON value
   */
  public static @Nullable JsonTree parse(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      JsonTree tree = first == null ? null : value(parser, first);
      if (tree != null && parser.nextToken() != null) {
        throw new JsonParseException(parser, "more text follows the JSON value");
      }
      return tree;
    }
  }

  private static JsonTree value(JsonParser parser, JsonToken token) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    Map<String, JsonTree> fields = new LinkedHashMap<>();
    List<JsonTree> items = new ArrayList<>();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        fields.put(name, value(parser, parser.nextToken()));
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        items.add(value(parser, next));
      }
    }
    String text = token.isScalarValue() ? parser.getText() : "";
    return new JsonTree(token, line, text, fields, items);
  }

  public boolean isObject() {
    return kind == JsonToken.START_OBJECT;
  }

  public boolean isNull() {
    return kind == JsonToken.VALUE_NULL;
  }

  public boolean isString() {
    return kind == JsonToken.VALUE_STRING;
  }

  /** A field that is neither missing nor null. */
  public @Nullable JsonTree get(String name) {
    JsonTree field = fields.get(name);
    return field == null || field.isNull() ? null : field;
  }

  /** A field's text; empty where there is none. */
  public String text(String name) {
    JsonTree field = get(name);
    return field == null ? "" : field.text();
  }

  /** A field's items; none where it is no array. */
  public List<JsonTree> items(String name) {
    JsonTree field = get(name);
    return field == null ? List.of() : field.items();
  }
}
