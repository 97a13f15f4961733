package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.LibvirtErrors;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.recording.Recorder;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class SecretTextTest {
  @TempDir Path folder;

  private final FakeHost host = new FakeHost();

  private void run(HostAccess access, Action action) throws InterruptedException {
    new ActionRunner(access, new LibvirtErrors(), request -> {}, host.waiter(), path -> {})
        .perform(action);
  }

  private HostAccess access() {
    return new HostAccess(
        command -> host.access.commands().run(command),
        new LocalFiles(),
        Mockito.mock(Ports.class),
        Mockito.mock(Downloader.class));
  }

  private Action.WriteFileWithSecrets write(Path key, String text) {
    Path made = folder.resolve("made");
    return new Action.WriteFileWithSecrets(made, text, 0400, null, List.of(SecretRef.of(key)));
  }

  @Test
  void theSecretIsInTheFileAndNotInTheRecording() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "the secret");
    String text = "{\"source\": " + SecretRef.of(key).placeholder() + "}";
    Recorder recorder = new Recorder(access(), "test");
    run(recorder.access(), write(key, text));
    assertEquals(
        "{\"source\": \"data:;base64,dGhlIHNlY3JldA==\"}",
        Files.readString(folder.resolve("made")));
    Path record = folder.resolve("record.json");
    recorder.save(record);
    String recorded = Files.readString(record);
    assertTrue(recorded.contains("made"), recorded);
    assertFalse(recorded.contains("secret") || recorded.contains("dGhl"), recorded);
  }

  @Test
  void aCloudConfigGetsBase64Alone() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "the secret");
    SecretRef splice = SecretRef.of(SecretRef.Form.BASE64, key);
    String text = "#cloud-config\nwrite_files:\n  - content: " + splice.placeholder() + "\n";
    Path made = folder.resolve("made");
    run(access(), new Action.WriteFileWithSecrets(made, text, 0400, null, List.of(splice)));
    assertEquals(
        "#cloud-config\nwrite_files:\n  - content: \"dGhlIHNlY3JldA==\"\n", Files.readString(made));
  }

  @Test
  void withoutItNothingIsWritten() throws IOException {
    Path key = folder.resolve("key");
    Action.WriteFileWithSecrets write = write(key, "[" + SecretRef.of(key).placeholder() + "]");
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> run(access(), write));
    assertEquals("the secret " + key + " is missing, or is no regular file", failure.text());
    Files.createFile(key);
    failure = assertThrows(KvmcoreException.class, () -> run(access(), write));
    assertEquals("the secret " + key + " is empty", failure.text());
    Files.delete(key);
    Files.createSymbolicLink(key, Files.writeString(folder.resolve("other"), "x"));
    assertThrows(KvmcoreException.class, () -> run(access(), write));
    assertFalse(Files.exists(folder.resolve("made")));
  }
}
