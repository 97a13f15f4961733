package io.github.kvmcore.exec.recording;

import static io.github.kvmcore.exec.recording.Recordings.recorder;
import static io.github.kvmcore.exec.recording.Recordings.roundTrip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded is what a replay says, and is read by people as well. */
class RecordingTest {
  private final Path memory = Jimfs.newFileSystem(Configuration.unix()).getPath("/cluster");
  @TempDir Path folder;

  /** Everything that can be asked, as text. */
  private List<String> ask(HostAccess access) {
    List<String> said = new ArrayList<>();
    for (Command command :
        List.of(
            Command.of("sh", "-c", "echo a; echo b; echo c >&2; exit 3"),
            Command.of("cat").withInput("one\n\ntwo"),
            Command.of("cat").withInput(""),
            Command.of("cat"),
            Command.of("no-such-program"))) {
      CommandResult result = access.commands().run(command);
      said.add(result.exitStatus() + "|" + result.out() + "|" + result.err());
    }
    HostFiles files = access.files();
    Path file = memory.resolve("file");
    said.add("" + files.stat(file));
    files.makeDirectory(memory, 0755);
    said.add(failure(() -> files.makeDirectory(memory, 0755)));
    files.write(file, "hello\nworld", 0644, null);
    said.add("" + files.stat(file));
    said.add(failure(() -> files.write(memory.resolve("no/such"), "x", 0600, "root")));
    said.add(files.read(file) + "" + files.read(memory));
    said.add(new String(files.head(file, 3)) + files.tail(file, 3));
    said.add(files.list(memory) + " " + files.usableSpace(memory) + files.isExecutable(file));
    said.add(files.digest(file, "SHA-256"));
    files.copy(file, memory.resolve("copy"));
    files.move(file, memory.resolve("moved"));
    said.add("" + files.list(memory));
    said.add("" + files.tryLock(memory.resolve("lock"), "a test").isPresent());
    said.add("" + files.tryLock(memory.resolve("lock"), "a test").isPresent());
    said.add("" + files.lock(memory.resolve("lock"), "a test", Duration.ofMillis(1)).isPresent());
    files.delete(memory.resolve("moved"));
    files.deleteTree(memory);
    said.add("" + access.ports().ask("192.0.2.1", 22, Duration.ofSeconds(1)));
    said.add("" + access.ports().ask("192.0.2.1", 23, Duration.ofSeconds(1)));
    said.add("" + access.downloads().text(URI.create("http://h/x")));
    said.add("" + access.downloads().text(URI.create("http://h/none")));
    said.add("" + access.downloads().exists(URI.create("http://h/x")));
    said.add("" + access.downloads().exists(URI.create("http://h/none")));
    long[] last = new long[1];
    access.downloads().download(URI.create("http://h/y"), file, (bytes, all) -> last[0] = bytes);
    said.add("" + last[0]);
    said.add(
        failure(() -> access.downloads().download(URI.create("http://h/bad"), file, (b, a) -> {})));
    return said;
  }

  private static String failure(Runnable call) {
    return assertThrows(UncheckedIOException.class, call::run).getMessage();
  }

  @Test
  void aReplayGivesTheSameAnswers() {
    Recorder recorder = recorder();
    List<String> real = ask(recorder.access());
    Replay replay = roundTrip(recorder);
    assertEquals(real, ask(replay.access()));
    assertEquals(List.of(), replay.unused());
    assertFalse(Files.exists(memory), "a replay changes nothing");
    Recording recording = recorder.recording();
    assertEquals(recording.toJson(), Recording.parse(recording.toJson(), "it").toJson());
  }

  @Test
  void theJsonIsForPeople() {
    Recorder recorder = recorder();
    recorder.access().commands().run(Command.of("printf", "%s\\n", "a b", "two"));
    recorder.access().ports().ask("192.0.2.1", 22, Duration.ofSeconds(1));
    String json = recorder.recording().toJson().replaceAll("\"millis\": \\d+", "\"millis\": 7");
    assertEquals(
        """
        {
          "version": 1,
          "kvmcore": "1.2.3",
          "entries": [ {
            "kind": "command",
            "argv": [ "printf", "%s\\\\n", "a b", "two" ],
            "exit_status": 0,
            "out": [
              "a b",
              "two",
              ""
            ],
            "err": "",
            "millis": 7
          }, {
            "kind": "port",
            "address": "192.0.2.1",
            "port": 22,
            "answer": "SSH"
          } ]
        }
        """,
        json);
  }

  @Test
  void ofAFileTheBeginningIsKept() throws IOException {
    Files.createDirectory(memory);
    Path file = Files.writeString(memory.resolve("file"), "x".repeat(300_000));
    Recorder recorder = recorder();
    assertEquals(300_000, recorder.access().files().read(file).orElseThrow().length());
    assertEquals(256 << 10, roundTrip(recorder).access().files().read(file).orElseThrow().length());
  }

  @Test
  void isSavedForItsOwnerAlone() {
    Recorder recorder = recorder();
    recorder.access().commands().run(Command.of("true"));
    Path file = folder.resolve("recording.json");
    recorder.save(file);
    LocalFiles files = new LocalFiles();
    assertEquals(0600, files.stat(file).orElseThrow().mode());
    assertEquals(
        recorder.recording(), Recording.parse(files.read(file).orElseThrow(), file.toString()));
  }

  @Test
  void whatIsNoRecordingIsRefused() {
    KvmcoreException e =
        assertThrows(KvmcoreException.class, () -> Recording.parse("{\"a\": 1}", "x.json"));
    assertEquals(ExitCode.SETTINGS, e.exitCode());
    assertTrue(e.text().startsWith("x.json:1 is not a recording of kvmcore: "), e.text());
    String other = "{\"version\": 2, \"kvmcore\": \"9\", \"entries\": []}";
    e = assertThrows(KvmcoreException.class, () -> Recording.parse(other, "x.json"));
    assertEquals("x.json is a recording of version 2, not 1", e.text());
    for (String broken : List.of("", "null", "{\"version\": 1}")) {
      assertThrows(KvmcoreException.class, () -> Recording.parse(broken, "x.json"), broken);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"kind\": \"command\", \"exitStatus\": 0 | argv",
        "\"kind\": \"file\", \"operation\": \"stat\" | path",
        "\"kind\": \"file\", \"path\": \"/a\" | operation",
        "\"kind\": \"port\", \"address\": \"192.0.2.1\", \"port\": 22 | answer",
        "\"kind\": \"port\", \"answer\": \"SSH\", \"port\": 22 | address",
        "\"kind\": \"download\", \"operation\": \"text\" | url",
        "\"kind\": \"download\", \"url\": \"https://example.org/\" | operation",
      })
  void anEntryThatLacksWhatItNeedsIsNamed(String fields, String missing) {
    String json = "{\"version\": 1, \"kvmcore\": \"1\", \"entries\": [\n{" + fields + "}]}";
    KvmcoreException e =
        assertThrows(KvmcoreException.class, () -> Recording.parse(json, "x.json"));
    assertTrue(e.text().startsWith("x.json:2 is not a recording of kvmcore: "), e.text());
    assertTrue(e.text().contains("an entry has no " + missing), e.text());
  }

  @Test
  void bytesThatAreNoTextSurvive() throws IOException {
    Files.createDirectory(memory);
    byte[] bytes = {'Q', 'F', 'I', (byte) 0xfb, 0, '\n'};
    Path file = Files.write(memory.resolve("disk"), bytes);
    Recorder recorder = recorder();
    recorder.access().files().head(file, 6);
    assertArrayEquals(bytes, roundTrip(recorder).access().files().head(file, 6));
  }
}
