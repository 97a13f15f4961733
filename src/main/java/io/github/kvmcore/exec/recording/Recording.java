package io.github.kvmcore.exec.recording;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a run of kvmcore asked of the outside world, and the answers: a bug report that can be
 * replayed, and the fixture of a test.
 *
 * @param version of this format: {@link #VERSION}
 * @param kvmcore the version of kvmcore that recorded it
 * @param entries in the order in which they were answered
 */
@JsonPropertyOrder({"version", "kvmcore", "entries"})
public record Recording(int version, String kvmcore, List<Entry> entries) {
  public static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  public Recording {
    // Jackson gives null for what a file lacks; the version then tells that it is none.
    entries = List.copyOf(Objects.requireNonNullElse(entries, List.of()));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param name of the file, for the message
   * @throws KvmcoreException where the text is something else, or of another version
   */
  public static Recording parse(String json, String name) {
    @Nullable Recording recording;
    try {
      recording = JSON.readValue(json, Recording.class);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : ":" + at.getLineNr();
      String reason = e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ([^]]*)]", "$1");
      throw mistake(name + line + " is not a recording of kvmcore: " + reason);
    }
    if (recording == null) {
      throw mistake(name + " is empty");
    }
    if (recording.version() == 0 || !json.contains("\"entries\"")) {
      throw mistake(name + " is not a recording of kvmcore: it has no version or no entries");
    }
    if (recording.version() != VERSION) {
      throw mistake(
          name + " is a recording of version " + recording.version() + ", not " + VERSION);
    }
    return recording;
  }

  private static KvmcoreException mistake(String message) {
    return KvmcoreException.settings(List.of(message));
  }

  /** As JSON for people to read: entries, and the lines of a text, one below the other. */
  public String toJson() {
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    try {
      return JSON.writer(new DefaultPrettyPrinter(separators)).writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
