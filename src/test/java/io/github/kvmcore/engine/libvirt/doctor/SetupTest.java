package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.when;

import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Setup on a made-up host, on which commands do what they would on a real one. That apt-get really
 * installs is not tested anywhere: the machines that run the tests have all packages.
 */
class SetupTest {
  private static final String ASK = "virsh -q -c qemu:///system uri";
  private static final String INSTALL =
      "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends qemu-utils";

  private final TestHost host = new TestHost();
  private final List<String> said = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private int asksUntilReady = 2;
  private boolean started;
  private boolean networkActive;
  private int installFailures;

  @BeforeEach
  void asRoot() {
    user("0");
    host.executables.remove("/usr/bin/qemu-img");
    host.networkName = "default";
    when(host.files.list(Path.of("/var/lib/apt/lists"))).thenReturn(List.of("lock", "x_Packages"));
    host.answers = this::answer;
  }

  private void user(String uid) {
    host.text("/proc/self/status", "Name:\tjava\nUid:\t1000\t" + uid + "\t0\t0\nGid:\t0\n");
  }

  private CommandResult answer(String line) {
    if (line.equals(ASK)) {
      return done(line, started && --asksUntilReady < 0);
    } else if (line.equals(INSTALL)) {
      host.executables.add("/usr/bin/qemu-img");
      return done(line, --installFailures < 0);
    } else if (line.startsWith("libvirtd")) {
      started = true;
    } else if (line.endsWith("net-start default")) {
      networkActive = true;
    } else if (line.endsWith("net-list --name")) {
      return TestHost.result(line, 0, networkActive ? "default\n\n" : "\n", "");
    } else if (line.endsWith("--inactive")) {
      return TestHost.result(line, 0, networkActive ? "\n" : "default\n\n", "");
    }
    return done(line, true);
  }

  private static CommandResult done(String line, boolean well) {
    return TestHost.result(line, well ? 0 : 1, "", well ? "" : "no");
  }

  private void run() {
    new Setup(host.access(), host.settings(), host.programs(), host.facts(), said::add, pauses::add)
        .run();
  }

  @Test
  void installsStartsAndAwaitsUntilNothingIsLeft() {
    run();
    assertEquals(
        List.of(
            "setup: install qemu-utils", "setup: start libvirt", "setup: start network default"),
        said);
    assertEquals(
        List.of(
            INSTALL,
            ASK,
            "mkdir -p /run/libvirt",
            "virtlogd -d -p /run/virtlogd.pid",
            "libvirtd -d -p /run/libvirtd.pid",
            ASK,
            ASK,
            ASK,
            ASK,
            "virsh -q -c qemu:///system net-list --name",
            "virsh -q -c qemu:///system net-list --name --inactive",
            "virsh -q -c qemu:///system net-start default",
            ASK,
            "virsh -q -c qemu:///system net-list --name"),
        host.ran);
    assertEquals(List.of(10L, 20L), pauses);
  }

  @Test
  void doesNothingWhereNothingIsMissing() {
    host.executables.add("/usr/bin/qemu-img");
    host.networkName = null;
    started = true;
    asksUntilReady = 0;
    user("1000");
    run();
    assertEquals(List.of(ASK), host.ran);
    assertEquals(List.of(), said);
  }

  @Test
  void needsRoot() {
    user("1000");
    assertFails(
        "setup changes the host and needs root\n  command: sudo "
            + INSTALL
            + "\n  next: the same kvmcore command with sudo, or the command above");
    assertEquals(List.of(), host.ran);
  }

  @Test
  void triesAgainWithNewPackageLists() {
    installFailures = 1;
    run();
    assertEquals(
        List.of(
            "setup: install qemu-utils",
            "setup: that failed; trying again with new package lists",
            "setup: fetch the package lists",
            "setup: install qemu-utils",
            "setup: start libvirt",
            "setup: start network default"),
        said);
    assertEquals(List.of(INSTALL, "apt-get update", INSTALL), host.ran.subList(0, 3));
  }

  @Test
  void tellsACommandThatFails() {
    installFailures = 2;
    assertFails(
        "setup: can't install qemu-utils\n  command: "
            + INSTALL
            + "\n  exit status 1; it said:\n  | no"
            + "\n  next: fix that, then run the same kvmcore command again");
  }

  @Test
  void givesUpOnAnInstallationThatBringsNothing() {
    host.answers = line -> done(line, true);
    assertFails(
        "setup: \"install qemu-utils\" succeeded, but did not help\n  next: kvmcore doctor");
    assertEquals(List.of(INSTALL), host.ran);
  }

  @Test
  void givesUpOnADaemonThatStaysSilent() {
    asksUntilReady = Integer.MAX_VALUE;
    assertFails(
        "setup: libvirt was started, but does not answer after 30 s\n  command: "
            + ASK
            + "\n  exit status 1; it said:\n  | no"
            + "\n  next: look at its log: journalctl -u libvirtd -u virtqemud, or /var/log/libvirt");
    long paused = pauses.stream().mapToLong(Long::longValue).sum();
    assertEquals(true, paused > 25_000 && paused < 30_000, "paused " + paused + " ms");
  }

  private void assertFails(String text) {
    KvmcoreException e = assertThrows(KvmcoreException.class, this::run);
    assertEquals(ExitCode.HOST, e.exitCode());
    assertEquals(text, e.text());
  }
}
