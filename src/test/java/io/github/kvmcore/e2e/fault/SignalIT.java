package io.github.kvmcore.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run that is told to end does so within 5 s, with what it had started, and the next one goes on.
 * The moments are those at which a file of the lab appears or goes.
 */
class SignalIT {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String DOMAIN = "etc/qemu/coreos-1.xml";
  private static final String RUNNING = "run/libvirt/qemu/coreos-1.xml";
  private static final Path LOCK = Path.of("/run/kvmcore/kvmcore-coreos.lock");

  @RegisterExtension static final Lab lab = new Lab();

  @ParameterizedTest(name = "{0} at {2}")
  @CsvSource({
    "INT,130,lib/images/coreos/.kvmcore/folders",
    "HUP,129,lib/images/coreos/vm-coreos-1.img",
    "TERM,143,etc/qemu/networks/kvmcore-coreos.xml",
    "INT,130," + DOMAIN,
    "TERM,143," + RUNNING,
  })
  void createEndsAtOnceAndIsGoneOnWith(String signal, int status, String moment) throws Exception {
    Snapshot before = lab.snapshot();
    Path file = lab.file(moment);
    assertFalse(Files.exists(file));
    Programs.Running create = lab.startCreate("3");
    Wait.until(moment + " appears", () -> Files.exists(file) || !create.process().isAlive());
    assertEnds(create, status, signal);
    lab.create("3", "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running", "coreos-2 running", "coreos-3 running"), lab.states());
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void aSecondSignalChangesNothing() throws Exception {
    Snapshot before = lab.snapshot();
    Programs.Running create = lab.startCreate("3");
    Wait.until("a machine starts", () -> Files.exists(lab.file(RUNNING)));
    assertEnds(create, 130, "INT", "INT", "INT");
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void theOthersEndAsWell() throws Exception {
    Snapshot before = lab.snapshot();
    lab.create("2", "--wait", "running").ok();
    // The guests do not hear the power button yet.
    Programs.Running shutdown = lab.start(Lab.KVMCORE.toString(), "shutdown");
    Wait.until("it has the lock", () -> isLocked());
    Thread.sleep(700);
    assertEnds(shutdown, 143, "TERM");
    Programs.Running destroy = lab.start(Lab.KVMCORE.toString(), "destroy", "--yes");
    Wait.until("a machine is off", () -> !Files.exists(lab.file(RUNNING)));
    assertEnds(destroy, 130, "INT");
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  private static boolean isLocked() {
    return Files.exists(lab.seen(LOCK.toString().substring(1)));
  }

  private static void assertEnds(Programs.Running run, int status, String... signals) {
    ProcessHandle java = run.java().orElseThrow(() -> new AssertionError("it ended too soon"));
    List<ProcessHandle> started = java.descendants().toList();
    long told = System.nanoTime();
    for (String signal : signals) {
      lab.signal(signal, java);
    }
    Result result = run.result();
    Duration time = Duration.ofNanos(System.nanoTime() - told);
    assertEquals(status, result.status(), result::toString);
    assertTrue(time.compareTo(LIMIT) < 0, time::toString);
    assertTrue(
        result.err().contains("interrupted; the same command goes on from here"), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    assertTrue(started.stream().noneMatch(ProcessHandle::isAlive), started::toString);
    assertFalse(isLocked());
  }
}
