package io.github.kvmcore.exec.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvmcore.exec.file.PrivateFile;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a partial download is the beginning of. It lies beside the partial file as JSON, is written
 * after the file was emptied, and so never speaks of other bytes than those that are there.
 *
 * @param url without user and password
 * @param validator the value for {@code If-Range} (RFC 9110, section 13.1.5): a strong ETag or else
 *     the Last-Modified date
 * @param total size of the whole file in bytes; -1 where the server did not say
 */
record ResumeNote(String url, String validator, long total) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Path beside(Path target) {
    return target.resolveSibling(target.getFileName() + ".resume");
  }

  /** What to ask If-Range with; empty where the server gave nothing that holds for bytes. */
  static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"))
        .filter(ResumeNote::canBeSaid);
  }

  /** In a header of a request. */
  private static boolean canBeSaid(String validator) {
    return !validator.isEmpty() && validator.chars().allMatch(next -> next >= ' ' && next < 127);
  }

  /** The note beside a partial file; empty where there is none for this URL, or it is damaged. */
  static Optional<ResumeNote> read(Path target, String url) {
    try {
      JsonNode node = JSON.readTree(Files.readString(beside(target)));
      ResumeNote note =
          new ResumeNote(
              node.path("url").asText(),
              node.path("validator").asText(),
              node.path("total").asLong(-1));
      return note.url.equals(url) && canBeSaid(note.validator)
          ? Optional.of(note)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // then the download starts again
    }
  }

  void write(Path target) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("url", url).put("validator", validator).put("total", total);
    try (FileChannel file = PrivateFile.open(beside(target)).truncate(0)) {
      ByteBuffer bytes = ByteBuffer.wrap(text(node).getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  private static String text(ObjectNode node) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
