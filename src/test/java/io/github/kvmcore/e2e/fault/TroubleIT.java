package io.github.kvmcore.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.BrokenConnections;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host changes under a run: libvirtd is restarted, or goes; the network is taken down. */
class TroubleIT {
  private static final String CLAIM = "lib/images/coreos/.kvmcore/coreos-1.xml";
  private static final String NETWORK = "etc/qemu/networks/kvmcore-coreos.xml";
  private static final String ACTIVE_NETWORK = "run/libvirt/network/kvmcore-coreos.xml";
  private static final String DOMAIN = "etc/qemu/coreos-1.xml";
  private static final String RUNNING = "run/libvirt/qemu/coreos-1.xml";
  private static final List<String> ALL =
      List.of("coreos-1 running", "coreos-2 running", "coreos-3 running");

  @RegisterExtension static final Lab lab = new Lab();

  /** Else a test that fails would make all later ones fail. */
  @AfterEach
  void clean() {
    lab.kvmcore("destroy", "--yes", "--if-exists");
  }

  @ParameterizedTest(name = "at {0}")
  @ValueSource(strings = {CLAIM, NETWORK, DOMAIN, ACTIVE_NETWORK, RUNNING})
  void aRestartOfLibvirtdIsWaitedFor(String moment) throws Exception {
    Snapshot before = lab.snapshot();
    Programs.Running create = createUntil(moment);
    stopLibvirtd();
    Thread.sleep(1000);
    lab.exec("libvirtd", "-d", "-p", "/run/libvirtd.pid").ok();
    Result result = create.result();
    assertEquals(0, result.status(), result::toString);
    assertEquals(ALL, lab.states());
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void aLibvirtdThatDoesNotComeBackIsTold() throws Exception {
    Snapshot before = lab.snapshot();
    Programs.Running create = createUntil(DOMAIN);
    stopLibvirtd();
    Result result = create.result();
    lab.exec("libvirtd", "-d", "-p", "/run/libvirtd.pid").ok();
    assertEquals(1, result.status(), result::toString);
    assertTrue(result.err().contains("failed to connect to the hypervisor"), result.err());
    assertTrue(result.err().contains("run the same command again"), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    lab.create("3", "--wait", "running").ok();
    assertEquals(ALL, lab.states());
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void connectionsThatBreakOffAreMadeAgain() throws Exception {
    Snapshot before = lab.snapshot();
    try (BrokenConnections broken = new BrokenConnections(lab.seen("run/libvirt/libvirt-sock"))) {
      lab.create("3", "--wait", "running").ok();
      assertEquals(ALL, lab.states());
      lab.kvmcore("verify", "--all").ok();
      lab.kvmcore("destroy", "--yes").ok();
      assertTrue(broken.count() >= BrokenConnections.ROUND, "only " + broken.count());
    }
    before.assertSame(lab.snapshot());
  }

  @Test
  void aNetworkThatIsTakenDownIsStartedByTheNextRun() throws Exception {
    Snapshot before = lab.snapshot();
    Programs.Running create = createUntil(ACTIVE_NETWORK);
    lab.virsh("net-destroy", "kvmcore-coreos").ok();
    Result result = create.result();
    if (result.status() != 0) { // else all were started before
      assertEquals(1, result.status(), result::toString);
      assertTrue(result.err().contains("'kvmcore-coreos' is not active"), result.err());
      assertFalse(result.err().contains("Exception"), result.err());
    }
    Result again = lab.create("3", "--wait", "running").ok();
    assertEquals(ALL, lab.states());
    assertTrue(lab.virsh("net-list", "--name").out().contains("kvmcore-coreos"));
    if (again.err().contains("was stopped while machines ran")) {
      lab.kvmcore("restart", "--force").ok(); // and waits until all answer on ssh
    }
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  /** Not by force: what libvirtd itself has half done would stay, such as a domain's folders. */
  private static void stopLibvirtd() throws Exception {
    lab.exec("sh", "-c", "p=$(cat /run/libvirtd.pid); kill $p; tail -f --pid=$p /dev/null").ok();
  }

  private static Programs.Running createUntil(String moment) throws Exception {
    Path file = lab.file(moment);
    assertFalse(Files.exists(file));
    Programs.Running create = lab.startCreate("3", "--wait", "running");
    Wait.until(moment + " appears", () -> Files.exists(file) || !create.process().isAlive());
    assertTrue(create.process().isAlive(), "it ended too soon");
    return create;
  }
}
