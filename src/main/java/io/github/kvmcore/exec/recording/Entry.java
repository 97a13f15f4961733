package io.github.kvmcore.exec.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A question to the outside world with its answer; a text of several lines is a list in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Run.class, name = "command"),
  @JsonSubTypes.Type(value = Entry.FileAccess.class, name = "file"),
  @JsonSubTypes.Type(value = Entry.PortAnswer.class, name = "port"),
  @JsonSubTypes.Type(value = Entry.Download.class, name = "download")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Entry {
  /**
   * A program's run; the fields are those of {@link Command} and {@link CommandResult}.
   *
   * @param outputFile the file that took the standard output, which is not recorded then
   * @param millis how long it ran, in milliseconds
   */
  record Run(
      List<String> argv,
      @JsonSerialize(using = Lines.Writer.class) @JsonDeserialize(using = Lines.Reader.class)
          @Nullable String input,
      @Nullable String outputFile,
      int exitStatus,
      @JsonSerialize(using = Lines.Writer.class) @JsonDeserialize(using = Lines.Reader.class)
          String out,
      @JsonSerialize(using = Lines.Writer.class) @JsonDeserialize(using = Lines.Reader.class)
          String err,
      long millis)
      implements Entry {
    public Run {
      required(argv, "argv");
      argv = List.copyOf(argv);
      // Recordings that people write leave out what is empty.
      out = Objects.requireNonNullElse(out, "");
      err = Objects.requireNonNullElse(err, "");
    }
  }

  /**
   * A call of {@link HostFiles}.
   *
   * @param operation the method's name
   * @param path the file as it was named
   * @param arguments all others but the text of a write
   * @param text what was read; null for other operations, and where there was nothing to read
   * @param answer what another operation answered; the count of bytes for a write
   * @param error the message of the failure; null where it succeeded
   */
  record FileAccess(
      String operation,
      String path,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> arguments,
      @JsonSerialize(using = Lines.Writer.class) @JsonDeserialize(using = Lines.Reader.class)
          @Nullable String text,
      @Nullable JsonNode answer,
      @Nullable String error)
      implements Entry {
    public FileAccess {
      required(operation, "operation");
      required(path, "path");
      arguments = Objects.requireNonNullElse(arguments, Map.of());
    }
  }

  /** What a port did. */
  record PortAnswer(String address, int port, Ports.Answer answer) implements Entry {
    public PortAnswer {
      required(address, "address");
      required(answer, "answer");
    }
  }

  /**
   * A fetch.
   *
   * @param operation {@code text}, {@code exists}, or {@code file} for one whose content is not
   *     recorded
   * @param text the text; "" for a file that is only asked for, null where the server had none
   * @param bytes the size of the file, as it was last told
   * @param error the message of the failure; null where it succeeded
   */
  record Download(
      String operation,
      String url,
      @JsonSerialize(using = Lines.Writer.class) @JsonDeserialize(using = Lines.Reader.class)
          @Nullable String text,
      @Nullable Long bytes,
      @Nullable String error)
      implements Entry {
    public Download {
      required(operation, "operation");
      required(url, "url");
    }
  }

  /** In a file that somebody wrote anything may be missing. */
  private static void required(@Nullable Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("an entry has no " + name);
    }
  }
}
