package io.github.kvmcore.exec.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.exec.LocalFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.ZtCommandRunner;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private final Path memory = Jimfs.newFileSystem(Configuration.unix()).getPath("/cluster");
  @TempDir Path folder;

  /** Answers that change with each call. */
  private static final class Downloads implements Downloader {
    @Override
    public void download(URI url, Path target, Progress progress) {
      if (url.getPath().equals("/bad")) {
        throw new UncheckedIOException("can't fetch /bad", new IOException());
      }
      progress.at(5, 10);
      progress.at(10, 10);
    }

    @Override
    public Optional<String> text(URI url) {
      if (url.getPath().equals("/new")) {
        return Optional.of("https://d.example/abc");
      }
      return url.getPath().equals("/none") ? Optional.empty() : Optional.of("one\ntwo\n");
    }
  }

  private Recorder recorder() {
    Ports ports = (address, port, limit) -> port == 22 ? Ports.Answer.SSH : Ports.Answer.CLOSED;
    Outside real = new Outside(new ZtCommandRunner(), new LocalFiles(), ports, new Downloads());
    return new Recorder(real, "1.2.3");
  }

  private static Replay roundTrip(Recorder recorder) {
    return Replay.strict(Recording.parse(recorder.recording().toJson(), "it"));
  }

  /** Everything that can be asked, as text. */
  private List<String> ask(Outside outside) {
    List<String> said = new ArrayList<>();
    for (Command command :
        List.of(
            Command.of("sh", "-c", "echo a; echo b; echo c >&2; exit 3"),
            Command.of("cat").withInput("one\n\ntwo"),
            Command.of("cat").withInput(""),
            Command.of("cat"),
            Command.of("no-such-program"))) {
      CommandResult result = outside.commands().run(command);
      said.add(result.exitStatus() + "|" + result.out() + "|" + result.err());
    }
    HostFiles files = outside.files();
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
    said.add("" + outside.ports().ask("192.0.2.1", 22, Duration.ofSeconds(1)));
    said.add("" + outside.ports().ask("192.0.2.1", 23, Duration.ofSeconds(1)));
    said.add("" + outside.downloads().text(URI.create("http://h/x")));
    said.add("" + outside.downloads().text(URI.create("http://h/none")));
    long[] last = new long[1];
    outside.downloads().download(URI.create("http://h/y"), file, (bytes, all) -> last[0] = bytes);
    said.add("" + last[0]);
    said.add(
        failure(
            () -> outside.downloads().download(URI.create("http://h/bad"), file, (b, a) -> {})));
    return said;
  }

  private static String failure(Runnable call) {
    return assertThrows(UncheckedIOException.class, call::run).getMessage();
  }

  @Test
  void aReplayGivesTheSameAnswers() {
    Recorder recorder = recorder();
    List<String> real = ask(recorder.outside());
    Replay replay = roundTrip(recorder);
    assertEquals(real, ask(replay.outside()));
    assertEquals(List.of(), replay.unused());
    assertFalse(Files.exists(memory), "a replay changes nothing");
    Recording recording = recorder.recording();
    assertEquals(recording.toJson(), Recording.parse(recording.toJson(), "it").toJson());
  }

  @Test
  void theJsonIsForPeople() {
    Recorder recorder = recorder();
    recorder.outside().commands().run(Command.of("printf", "%s\\n", "a b", "two"));
    recorder.outside().ports().ask("192.0.2.1", 22, Duration.ofSeconds(1));
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
  void whatIsWrittenIsNotKept() throws IOException {
    Files.createDirectory(memory);
    Recorder recorder = recorder();
    recorder.outside().files().write(memory.resolve("file"), "secret", 0600, "root");
    String json = recorder.recording().toJson();
    assertFalse(json.contains("secret"), json);
    assertTrue(
        json.contains("\"arguments\": {\n      \"mode\": \"0600\",\n      \"owner\": \"root\""));
    assertTrue(json.contains("\"answer\": 6"), json);
  }

  @Test
  void secretsAreNotKept() throws IOException {
    Files.createDirectory(memory);
    String text = "user = \"qemu\"\nvnc_password = \"abc\"\n  discovery_token: def\n";
    Path file = Files.writeString(memory.resolve("file"), text);
    Recorder recorder = recorder();
    assertEquals(text, recorder.outside().files().read(file).orElseThrow());
    assertEquals(
        "user = \"qemu\"\nvnc_password = redacted\n  discovery_token: redacted\n",
        roundTrip(recorder).outside().files().read(file).orElseThrow());
  }

  /**
   * The user's own configuration, and what a program makes of it, which a replay can go on with.
   */
  @Test
  void ownConfigurationIsNotKept() throws IOException {
    Files.createDirectory(memory);
    Path file = Files.writeString(memory.resolve("own.bu"), "password: hunter2\n");
    Recorder recorder = recorder();
    Outside real = recorder.outside();
    String text = real.files().secret(file, "variant: fcos\n").orElseThrow();
    Command command = Command.of("cat").withInput(text).asSecret();
    assertEquals("password: hunter2\n", real.commands().run(command).out());
    assertFalse(recorder.recording().toJson().contains("hunter2"));
    Outside replayed = roundTrip(recorder).outside();
    String instead = replayed.files().secret(file, "").orElseThrow();
    assertEquals("variant: fcos\n", instead);
    Command again = Command.of("cat").withInput(instead).asSecret();
    assertEquals(
        "{\"ignition\": {\"version\": \"3.3.0\"}}\n", replayed.commands().run(again).out());
  }

  /** An inventory is read by its first bytes. */
  @Test
  void passwordsOfAnInventoryAreNotKept() throws IOException {
    Files.createDirectory(memory);
    String text = "a ansible_password=hunter2 b=1\n[all:vars]\nansible_ssh_pass: \"hunter2 x\"\n";
    Path file = Files.writeString(memory.resolve("hosts"), text);
    Recorder recorder = recorder();
    assertEquals(text, new String(recorder.outside().files().head(file, 999), UTF_8));
    assertEquals(
        "a ansible_password=redacted b=1\n[all:vars]\nansible_ssh_pass: redacted\n",
        new String(roundTrip(recorder).outside().files().head(file, 999), UTF_8));
  }

  @Test
  void whetherATokenIsUsedIsKept() throws IOException {
    Files.createDirectory(memory);
    Path file = Files.writeString(memory.resolve("kvmcore.yml"), "use_discovery_token: no\n");
    Recorder recorder = recorder();
    recorder.outside().files().read(file);
    assertEquals(
        "use_discovery_token: no\n",
        roundTrip(recorder).outside().files().read(file).orElseThrow());
  }

  /** libvirt shows a machine's metadata, and its claim holds it too. */
  @Test
  void discoveryUrlsAreNotKept() throws IOException {
    Files.createDirectory(memory);
    String text =
        "<kvmcore:machine profile='etcd' discovery='https://d.example/abc' members=''/>\n";
    Path file = Files.writeString(memory.resolve("file"), text);
    Recorder recorder = recorder();
    Outside real = recorder.outside();
    assertEquals(text, real.files().read(file).orElseThrow());
    assertEquals(text, real.commands().run(Command.of("printf", "%b", octal(text))).out());
    assertEquals(
        Optional.of("https://d.example/abc"),
        real.downloads().secret(URI.create("http://h/new?size=3")));
    String json = recorder.recording().toJson();
    assertFalse(json.contains("abc"), json);
    Outside replayed = roundTrip(recorder).outside();
    String redacted = text.replace("d.example/abc", "redacted.invalid/redacted");
    assertEquals(redacted, replayed.files().read(file).orElseThrow());
    assertEquals(
        Optional.of("https://redacted.invalid/redacted"),
        replayed.downloads().secret(URI.create("http://h/new?size=3")));
  }

  /** So that the command itself does not hold the text. */
  private static String octal(String text) {
    return text.chars()
        .mapToObj(next -> "\\0" + Integer.toOctalString(next))
        .collect(Collectors.joining());
  }

  @Test
  void ofAFileTheBeginningIsKept() throws IOException {
    Files.createDirectory(memory);
    Path file = Files.writeString(memory.resolve("file"), "x".repeat(300_000));
    Recorder recorder = recorder();
    assertEquals(300_000, recorder.outside().files().read(file).orElseThrow().length());
    assertEquals(
        256 << 10, roundTrip(recorder).outside().files().read(file).orElseThrow().length());
  }

  @Test
  void isSavedForItsOwnerAlone() {
    Recorder recorder = recorder();
    recorder.outside().commands().run(Command.of("true"));
    Path file = folder.resolve("recording.json");
    recorder.save(file);
    LocalFiles files = new LocalFiles();
    assertEquals(0600, files.stat(file).orElseThrow().mode());
    assertEquals(
        recorder.recording(), Recording.parse(files.read(file).orElseThrow(), file.toString()));
  }

  private static Recording three() {
    return new Recording(
        1,
        "1",
        List.of(
            run("first", "virsh", "list", "--all"),
            run("second", "virsh", "list", "--all"),
            run("", "qemu-img", "info", "x")));
  }

  private static Entry run(String out, String... argv) {
    return new Entry.Run(List.of(argv), null, null, 0, out, "", 5);
  }

  @Test
  void eachAnswerIsGivenOnce() {
    Replay replay = Replay.strict(three());
    Command list = Command.of("virsh", "list", "--all");
    assertEquals("first", replay.outside().commands().run(list).out());
    assertEquals(List.of("virsh list --all", "qemu-img info x"), replay.unused());
    assertEquals("second", replay.outside().commands().run(list).out());
    KvmcoreException e =
        assertThrows(KvmcoreException.class, () -> replay.outside().commands().run(list));
    assertTrue(e.text().contains("no more answers to:\n  virsh list --all\n"), e.text());
    assertEquals(List.of("qemu-img info x"), replay.unused());
  }

  @Test
  void aLenientReplayRepeatsTheLast() {
    Replay replay = Replay.lenient(three());
    Command list = Command.of("virsh", "list", "--all");
    for (String out : List.of("first", "second", "second", "second")) {
      assertEquals(out, replay.outside().commands().run(list).out());
    }
  }

  @Test
  void anUnexpectedCommandShowsTheNearest() {
    for (Replay replay : List.of(Replay.strict(three()), Replay.lenient(three()))) {
      KvmcoreException e =
          assertThrows(
              KvmcoreException.class,
              () -> replay.outside().commands().run(Command.of("qemu-img", "inf", "y")));
      assertEquals(ExitCode.STEP_FAILED, e.exitCode());
      assertEquals(
          """
          the recording has no answer to:
            qemu-img inf y
          The nearest recorded one:
            qemu-img info x
          They differ from:  y
               recorded as: o x""",
          e.text());
    }
  }

  @Test
  void theInputBelongsToTheCommand() {
    Recorder recorder = recorder();
    recorder.outside().commands().run(Command.of("cat").withInput("a\nb"));
    Replay replay = roundTrip(recorder);
    KvmcoreException e =
        assertThrows(
            KvmcoreException.class,
            () -> replay.outside().commands().run(Command.of("cat").withInput("a\nc")));
    assertTrue(e.text().contains("cat <<< 'a\nb'"), e.text());
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

  @Test
  void bytesThatAreNoTextSurvive() throws IOException {
    Files.createDirectory(memory);
    byte[] bytes = {'Q', 'F', 'I', (byte) 0xfb, 0, '\n'};
    Path file = Files.write(memory.resolve("disk"), bytes);
    Recorder recorder = recorder();
    recorder.outside().files().head(file, 6);
    assertArrayEquals(bytes, roundTrip(recorder).outside().files().head(file, 6));
  }
}
