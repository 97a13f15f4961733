package io.github.kvmcore.e2e.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** Ignition configs as Ignition reads them: with what they merge. */
final class IgnitionConfig {
  private static final ObjectMapper JSON = new ObjectMapper();

  private IgnitionConfig() {}

  /** A config with all that it merges from data URLs; later ones win. */
  static JsonNode read(Path file) throws IOException {
    return rendered(JSON.readTree(Files.readAllBytes(file)));
  }

  private static JsonNode rendered(JsonNode config) throws IOException {
    JsonNode whole = config.deepCopy();
    for (JsonNode reference : config.at("/ignition/config/merge")) {
      whole = merged(whole, rendered(JSON.readTree(content(reference))));
    }
    return whole;
  }

  /**
   * One value over another: objects field by field; in lists, items of the same path or name; other
   * lists are joined.
   */
  private static JsonNode merged(JsonNode low, JsonNode high) {
    if (low instanceof ObjectNode && high instanceof ObjectNode) {
      ObjectNode all = low.deepCopy();
      high.properties()
          .forEach(
              field -> {
                JsonNode below = all.get(field.getKey());
                JsonNode value = field.getValue();
                all.set(field.getKey(), below == null ? value : merged(below, value));
              });
      return all;
    }
    if (low instanceof ArrayNode && high instanceof ArrayNode) {
      ArrayNode all = low.deepCopy();
      high.forEach(item -> add(all, item));
      return all;
    }
    return high;
  }

  private static void add(ArrayNode all, JsonNode item) {
    for (int i = 0; i < all.size(); i++) {
      String key = key(item);
      if (!key.isEmpty() && key.equals(key(all.get(i)))) {
        all.set(i, merged(all.get(i), item));
        return;
      }
    }
    all.add(item);
  }

  private static String key(JsonNode item) {
    return item.path("path").asText(item.path("name").asText());
  }

  /** Whether a resource lies in the config itself. */
  static boolean isInline(JsonNode resource) {
    return resource.path("source").asText().startsWith("data:");
  }

  /** What a resource's data URL holds, unpacked; nothing where it names none. */
  static byte[] content(JsonNode resource) throws IOException {
    String url = resource.path("source").asText();
    if (url.isEmpty()) {
      return new byte[0];
    }
    int comma = url.indexOf(',');
    if (!url.startsWith("data:") || comma < 0) {
      throw new AssertionError("no data URL: " + url);
    }
    String text = url.substring(comma + 1).replace("+", "%2B");
    String plain = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
    byte[] bytes =
        url.substring(0, comma).endsWith(";base64")
            ? Base64.getDecoder().decode(plain)
            : plain.getBytes(StandardCharsets.ISO_8859_1);
    return resource.path("compression").asText().equals("gzip")
        ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
        : bytes;
  }
}
