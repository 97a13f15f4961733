package io.github.kvmcore.exec.recording;

import static io.github.kvmcore.exec.recording.Recordings.recorder;
import static io.github.kvmcore.exec.recording.Recordings.roundTrip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a recording does not keep, as it is given to others. */
class RedactionTest {
  private final Path memory = Jimfs.newFileSystem(Configuration.unix()).getPath("/cluster");

  @Test
  void whatIsWrittenIsNotKept() throws IOException {
    Files.createDirectory(memory);
    Recorder recorder = recorder();
    recorder.access().files().write(memory.resolve("file"), "secret", 0600, "root");
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
    assertEquals(text, recorder.access().files().read(file).orElseThrow());
    assertEquals(
        "user = \"qemu\"\nvnc_password = redacted\n  discovery_token: redacted\n",
        roundTrip(recorder).access().files().read(file).orElseThrow());
  }

  /** What stands in its place is what a replay puts into a config, as it reads no secrets. */
  @Test
  void hostKeysInConfigsAreNotKept() throws IOException {
    Files.createDirectory(memory);
    String key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END";
    String publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ coreos-1\n";
    String text = "a: \"%s\"\nb: \"data:;base64,%s\"\n";
    Path file =
        Files.writeString(
            memory.resolve("user_data"), text.formatted(packed(key), packed(publicKey)));
    Recorder recorder = recorder();
    assertTrue(recorder.access().files().read(file).orElseThrow().contains(packed(key)));
    assertEquals(
        text.formatted("", ""), roundTrip(recorder).access().files().read(file).orElseThrow());
  }

  private static String packed(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /**
   * The user's own configuration, and what a program makes of it, which a replay can go on with.
   */
  @Test
  void ownConfigurationIsNotKept() throws IOException {
    Files.createDirectory(memory);
    Path file = Files.writeString(memory.resolve("own.bu"), "password: hunter2\n");
    Recorder recorder = recorder();
    HostAccess real = recorder.access();
    String text = real.files().secret(file, "variant: fcos\n").orElseThrow();
    Command command = Command.of("cat").withInput(text).asSecret();
    assertEquals("password: hunter2\n", real.commands().run(command).out());
    assertFalse(recorder.recording().toJson().contains("hunter2"));
    HostAccess replayed = roundTrip(recorder).access();
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
    assertEquals(text, new String(recorder.access().files().head(file, 999), UTF_8));
    assertEquals(
        "a ansible_password=redacted b=1\n[all:vars]\nansible_ssh_pass: redacted\n",
        new String(roundTrip(recorder).access().files().head(file, 999), UTF_8));
  }

  @Test
  void whetherATokenIsUsedIsKept() throws IOException {
    Files.createDirectory(memory);
    Path file = Files.writeString(memory.resolve("kvmcore.yml"), "use_discovery_token: no\n");
    Recorder recorder = recorder();
    recorder.access().files().read(file);
    assertEquals(
        "use_discovery_token: no\n", roundTrip(recorder).access().files().read(file).orElseThrow());
  }

  /** A replay asks for what the recorded settings say, which is what the recording holds. */
  @Test
  void signaturesOfUrlsAreNotKept() throws IOException {
    Files.createDirectory(memory);
    Path image = Files.writeString(memory.resolve("a.img"), "x");
    String url = "https://images.example/a.img?X-Amz-Signature=hunter2";
    Path file = Files.writeString(memory.resolve("kvmcore.yml"), "vm_image: " + url + "\n");
    Downloader real =
        new Downloader() {
          @Override
          public void download(URI from, Path target, Progress progress) {
            progress.at(1, 1);
          }

          @Override
          public Optional<String> text(URI from) {
            return Optional.of("text");
          }

          @Override
          public boolean exists(URI from) {
            return true;
          }
        };
    HostAccess host = recorder().access();
    Recorder recorder =
        new Recorder(new HostAccess(host.commands(), host.files(), host.ports(), real), "1");
    HostAccess access = recorder.access();
    assertEquals("vm_image: " + url + "\n", access.files().read(file).orElseThrow());
    access.downloads().download(URI.create(url), image, (bytes, total) -> {});
    access.downloads().text(URI.create(url));
    assertFalse(recorder.recording().toJson().contains("hunter2"));
    HostAccess replayed = roundTrip(recorder).access();
    String shown = "https://images.example/a.img?…";
    assertEquals("vm_image: " + shown + "\n", replayed.files().read(file).orElseThrow());
    replayed.downloads().download(URI.create(shown), image, (bytes, total) -> {});
    assertEquals(Optional.of("text"), replayed.downloads().text(URI.create(shown)));
  }

  /** libvirt shows a machine's metadata, and its claim holds it too. */
  @Test
  void discoveryUrlsAreNotKept() throws IOException {
    Files.createDirectory(memory);
    String text =
        "<kvmcore:machine profile='etcd' discovery='https://d.example/abc' members=''/>\n";
    Path file = Files.writeString(memory.resolve("file"), text);
    Recorder recorder = recorder();
    HostAccess real = recorder.access();
    assertEquals(text, real.files().read(file).orElseThrow());
    assertEquals(text, real.commands().run(Command.of("printf", "%b", octal(text))).out());
    assertEquals(
        Optional.of("https://d.example/abc"),
        real.downloads().secret(URI.create("http://h/new?size=3")));
    String json = recorder.recording().toJson();
    assertFalse(json.contains("abc"), json);
    HostAccess replayed = roundTrip(recorder).access();
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
}
