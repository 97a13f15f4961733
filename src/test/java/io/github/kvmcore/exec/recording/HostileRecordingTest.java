package io.github.kvmcore.exec.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import io.github.kvmcore.hostile.Texts;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Files for {@code --replay} come from others: from bug reports. */
class HostileRecordingTest {
  @Provide
  Arbitrary<String> files() {
    return Samples.mutated(
        Samples.of("transcripts", ".json").stream().filter(it -> it.length() < 20_000).toList());
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Texts.any().list().ofSize(6);
  }

  @Inputs(400)
  void isReadOrRefused(@ForAll("files") String json) {
    Judge.of(
            () -> {
              Recording recording = Recording.parse(json, "file.json");
              recording.entries().forEach(entry -> ask(Replay.lenient(recording).access(), entry));
              return recording;
            },
            KvmcoreException.class)
        .ifPresent(it -> Recording.parse(it.toJson(), "again"));
  }

  private static void ask(HostAccess access, Entry entry) {
    if (entry instanceof Entry.Run run) {
      answered(() -> access.commands().run(command(run)));
    } else if (entry instanceof Entry.FileAccess file) {
      Path path = Path.of("/" + file.path().replace("\0", ""));
      HostFiles files = access.files();
      answered(() -> files.stat(path));
      answered(() -> files.read(path));
      answered(() -> files.list(path));
      answered(() -> files.real(path));
      answered(() -> files.head(path, 33));
      answered(() -> files.usableSpace(path));
      answered(() -> files.digest(path, "SHA-256"));
    } else if (entry instanceof Entry.PortAnswer port) {
      Ports ports = access.ports();
      answered(() -> ports.ask(port.address(), port.port(), Duration.ofSeconds(1)).toString());
    }
  }

  private static Command command(Entry.Run run) {
    Command command = Command.of(run.argv().isEmpty() ? List.of("none") : run.argv());
    return run.input() == null ? command : command.withInput(run.input());
  }

  private static void answered(Supplier<?> call) {
    Judge.of(call, KvmcoreException.class, UncheckedIOException.class);
  }

  /** An answer of another kind than the question's. */
  @Inputs(100)
  void strangeAnswers(@ForAll("texts") List<String> texts) {
    for (String operation : List.of("stat", "real", "head", "list", "usableSpace", "isWritable")) {
      Entry entry =
          new Entry.FileAccess(
              operation,
              "/a",
              operation.equals("head") ? Map.of("count", "33") : Map.of(),
              null,
              operation.equals("stat")
                  ? JsonNodeFactory.instance
                      .objectNode()
                      .put("kind", texts.get(0))
                      .put("mode", texts.get(1))
                  : JsonNodeFactory.instance.textNode(texts.get(0)),
              null);
      Recording recording = new Recording(Recording.VERSION, "0", List.of(entry));
      HostFiles files = Replay.lenient(recording).access().files();
      Path path = Path.of("/a");
      List<Supplier<?>> calls =
          List.of(
              () -> files.stat(path),
              () -> files.real(path),
              () -> files.head(path, 33),
              () -> files.list(path),
              () -> files.usableSpace(path),
              () -> files.isWritable(path));
      calls.forEach(HostileRecordingTest::answered);
    }
  }

  @Inputs(300)
  void whatIsWrittenIsRead(@ForAll("texts") List<String> texts) {
    Recording recording =
        new Recording(
            Recording.VERSION,
            texts.get(0),
            List.of(
                new Entry.Run(
                    List.of(texts.get(0), texts.get(1)),
                    texts.get(2),
                    texts.get(3),
                    -1,
                    texts.get(4),
                    texts.get(5),
                    Long.MAX_VALUE),
                new Entry.FileAccess(
                    texts.get(0),
                    texts.get(1),
                    Map.of(texts.get(2), "x"),
                    texts.get(3),
                    null,
                    null),
                new Entry.PortAnswer(texts.get(0), 22, Ports.Answer.OPEN),
                new Entry.Download(texts.get(0), texts.get(1), texts.get(2), 3L, texts.get(3))));
    assertEquals(recording, Recording.parse(recording.toJson(), "x"));
  }
}
