package io.github.kvmcore.image.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageCacheFolder;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.image.Urls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The JSON file beside a cached image that says where it came from. An image without one, or of
 * another size than it says, does not count as cached.
 */
public final class ImageMetadataFile {
  public static final String ENDING = ImageCacheFolder.SIDE_SUFFIX;
  private static final JsonFactory READER = new JsonFactory();
  private static final int MODE = 0644;
  private static final String CHANGED = "changed";

  private ImageMetadataFile() {}

  /** The image at a path; empty where it is not whole. */
  public static Optional<BaseImage> read(HostFiles files, Path image) {
    Optional<FileFacts> facts = files.stat(image).filter(FileFacts::isFile);
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    return noted(files, image)
        .filter(found -> found.fileBytes() == facts.get().bytes())
        .filter(found -> !isChanged(files, image));
  }

  /** Whether {@link #mark} said that the image is no longer what it was. */
  public static boolean isChanged(HostFiles files, Path image) {
    return files
        .read(beside(image))
        .filter(text -> tree(text).path(CHANGED).asBoolean())
        .isPresent();
  }

  /** Notes down whether the image is no longer what it was: such a one does not count as cached. */
  public static void mark(HostFiles files, Path image, boolean changed) {
    Optional<String> text = files.read(beside(image));
    if (text.isPresent() && tree(text.get()) instanceof ObjectNode node) {
      node.put(CHANGED, changed);
      write(files, image, node);
    }
  }

  /**
   * What was written down of the image at a path, whatever has become of it; nothing where others
   * could have written it.
   */
  public static Optional<BaseImage> noted(HostFiles files, Path image) {
    if (files.untrusted(beside(image)).isPresent()) {
      return Optional.empty();
    }
    return files.read(beside(image)).flatMap(text -> parse(text, image));
  }

  /** The digest that an image's file had when it came into the cache; empty of older versions. */
  public static Optional<Digest> content(HostFiles files, Path image) {
    return files
        .read(beside(image))
        .flatMap(text -> Digest.parse(tree(text).path("content").asText()));
  }

  public static Path beside(Path image) {
    return ImageCacheFolder.metadataFile(image);
  }

  /**
   * Writes it.
   *
   * @param content digest of the image's file, as {@code sha512:<hex>} or {@code sha256:<hex>}:
   *     what it is looked at again for
   */
  public static void write(HostFiles files, BaseImage image, String content) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("source", image.source())
        .put("path", image.path().toString())
        .put("fileBytes", image.fileBytes())
        .put("virtualBytes", image.virtualBytes())
        .put("digest", image.digest())
        .put("verified", image.verified())
        .put("fetched", image.fetched())
        .put("content", content);
    OsRelease release = image.release();
    node.putObject("release")
        .put("os", release.os().toString())
        .put("channel", release.channel())
        .put("version", release.version())
        .put("architecture", release.architecture());
    write(files, image.path(), node);
  }

  /** What is no JSON is nothing. */
  private static JsonNode tree(String text) {
    try (JsonParser parser = READER.createParser(text)) {
      parser.nextToken();
      return node(parser);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * The object that begins here, or the single value. Not by an {@link ObjectMapper}: to make one
   * takes a tenth of what {@code create} does before it starts machines.
   */
  private static JsonNode node(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return value(parser);
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.set(name, node(parser));
    }
    return object;
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    JsonToken token = parser.currentToken();
    if (token == null) {
      return MissingNode.getInstance();
    }
    return switch (token) {
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
      default -> nodes.nullNode(); // kvmcore writes no other
    };
  }

  private static void write(HostFiles files, Path image, ObjectNode node) {
    try {
      String text =
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
      files.write(beside(image), text, MODE, null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers are always JSON", e);
    }
  }

  private static OsRelease release(JsonNode node) {
    return new OsRelease(
        Os.parse(node.path("os").asText()),
        node.path("channel").asText(),
        node.path("version").asText(),
        node.path("architecture").asText());
  }

  /** The path is where the image is now: a cache may have been moved as a whole. */
  private static Optional<BaseImage> parse(String text, Path path) {
    JsonNode node = tree(text);
    if (!node.path("source").isTextual() || node.path("virtualBytes").asLong() <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new BaseImage(
            Urls.shown(node.path("source").asText()),
            path,
            node.path("fileBytes").asLong(-1),
            node.path("virtualBytes").asLong(),
            node.path("digest").asText(),
            node.path("verified").asText(),
            node.path("fetched").asText(),
            release(node.path("release"))));
  }
}
