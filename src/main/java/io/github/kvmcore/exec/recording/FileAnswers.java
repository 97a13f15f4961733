package io.github.kvmcore.exec.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The answers of {@link HostFiles} as JSON and back. */
final class FileAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String NONE = "none";

  private FileAnswers() {}

  static JsonNode of(Optional<FileFacts> facts) {
    return facts.<JsonNode>map(FileAnswers::of).orElse(JSON.textNode(NONE));
  }

  private static JsonNode of(FileFacts facts) {
    ObjectNode node = JSON.objectNode();
    node.put("kind", facts.kind().name());
    node.put("bytes", facts.bytes());
    node.put("mode", FileQuestion.octal(facts.mode()));
    node.put("owner", facts.owner());
    node.put("modified_millis", facts.modifiedMillis());
    return node;
  }

  static Optional<FileFacts> facts(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileFacts(
            FileFacts.Kind.valueOf(node.path("kind").asText()),
            node.path("bytes").asLong(),
            Integer.parseInt(node.path("mode").asText("0"), 8),
            node.path("owner").asText(""),
            node.path("modified_millis").asLong()));
  }

  static JsonNode of(List<String> names) {
    ArrayNode node = JSON.arrayNode();
    names.forEach(node::add);
    return node;
  }

  static List<String> names(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Bytes that need not be text, in base64. */
  static JsonNode of(byte[] bytes) {
    return JSON.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  static byte[] bytes(JsonNode node) {
    return Base64.getDecoder().decode(node.asText());
  }

  static JsonNode of(long number) {
    return JSON.numberNode(number);
  }

  static JsonNode of(boolean yes) {
    return JSON.booleanNode(yes);
  }

  static JsonNode of(String word) {
    return JSON.textNode(word);
  }
}
