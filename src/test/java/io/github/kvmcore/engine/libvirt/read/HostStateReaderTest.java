package io.github.kvmcore.engine.libvirt.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.doctor.TestHost;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.exec.recording.Recording;
import io.github.kvmcore.exec.recording.Replay;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostStateReaderTest {
  private static final Path RECORDED =
      Path.of("test-fixtures/transcripts/destroy-among-foreign.json");

  private static Settings defaults() {
    Path home = Path.of("/root");
    SettingsContext context =
        new SettingsContext(home, home, "x86_64", path -> Optional.empty(), List.of(), null);
    return SettingsLoader.load(List.of(), context).settings();
  }

  @Test
  void twoProcessesTellAll() throws Exception {
    Recording recording = Recording.parse(Files.readString(RECORDED), "it");
    Replay replay = Replay.strict(recording);
    HostState hostState = new HostStateReader(replay.access(), defaults()).read();
    assertEquals(List.of(), replay.unused());
    assertEquals(5, hostState.domains().size());
    assertEquals(
        Map.of(
            "coreos-1", DomainState.RUNNING,
            "coreos-2", DomainState.PAUSED,
            "coreos-3", DomainState.SHUT_OFF),
        hostState.machines("coreos").values().stream()
            .collect(Collectors.toMap(Domain::name, Domain::state)));
    assertEquals(DomainState.SHUT_OFF, hostState.domain("my-coreos-db").orElseThrow().state());
    assertEquals("kvmcore-coreos", hostState.ownNetwork("coreos").orElseThrow().name());
    assertEquals(false, hostState.network("copied").orElseThrow().active());
    assertEquals(3, hostState.leases().get("kvmcore-coreos").size());
    assertEquals(List.of(), hostState.leases().get("isolated"));
    assertEquals(3, hostState.claims().size());
    Path disk = Path.of("/var/lib/libvirt/images/coreos/vm-coreos-1.img");
    assertTrue(hostState.files().contains(disk));
    assertEquals(Map.of(), hostState.machines("other"));
  }

  @Test
  void withoutLibvirtTheCommandIsShown() {
    TestHost host = new TestHost();
    HostStateReader reader = new HostStateReader(host.access(), host.settings());
    KvmcoreException failure = assertThrows(KvmcoreException.class, reader::read);
    assertEquals(ExitCode.HOST, failure.exitCode());
    assertTrue(failure.text().startsWith("can't ask libvirt\n"), failure.text());
    assertTrue(failure.text().contains("no answer"), failure.text());
    assertTrue(failure.text().contains("\n  next: kvmcore doctor"), failure.text());
  }

  /** What virsh 9.0 said when its connection was closed after each message in turn. */
  @ParameterizedTest
  @CsvSource({
    "0, error: Disconnected from qemu:///system due to end of file",
    "1, error: no valid connection",
    "1, error: failed to connect to the hypervisor|error: End of file while reading data: Input/output error"
  })
  void whatBrokeOffIsAskedAgain(int status, String said) throws Exception {
    HostAccess whole = Replay.strict(Recording.parse(Files.readString(RECORDED), "it")).access();
    AtomicInteger asked = new AtomicInteger();
    CommandRunner breaksOnce =
        command ->
            asked.getAndIncrement() == 0
                ? new CommandResult(
                    command, status, "", said.replace('|', '\n') + "\n", Duration.ZERO)
                : whole.commands().run(command);
    HostAccess access = new HostAccess(breaksOnce, whole.files(), whole.ports(), whole.downloads());
    assertEquals(5, new HostStateReader(access, defaults()).read().domains().size());
    assertEquals(3, asked.get());
  }
}
