package io.github.kvmcore.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is killed at any moment, without time to clean up, leaves nothing that the next run
 * does not finish or clear. The moments are those at which a file of the lab appears.
 */
class KilledIT {
  private static final String FOLDERS = "lib/images/coreos/.kvmcore/folders";
  private static final String CLAIM = "lib/images/coreos/.kvmcore/coreos-1.xml";
  private static final String DRIVE = "lib/images/coreos/configdrive-coreos-1";
  private static final String DISK = "lib/images/coreos/vm-coreos-1.img";
  private static final String NETWORK = "etc/qemu/networks/kvmcore-coreos.xml";
  private static final String DOMAIN = "etc/qemu/coreos-1.xml";
  private static final String RUNNING = "run/libvirt/qemu/coreos-1.xml";

  @RegisterExtension static final Lab lab = new Lab();

  @ParameterizedTest(name = "at {0}")
  @ValueSource(strings = {FOLDERS, CLAIM, DRIVE, DISK, NETWORK, DOMAIN, RUNNING})
  @SeedLimit({11, 13})
  void theNextCreateMakesTheClusterWhole(String moment) throws Exception {
    Snapshot before = lab.snapshot();
    killCreateAt(moment);
    // A disk that was left half-made would be seen in the guest only.
    lab.create("2", "--wait", moment.equals(DISK) ? "ssh" : "running").ok();
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), lab.states());
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @ParameterizedTest(name = "at {0}")
  @ValueSource(strings = {FOLDERS, CLAIM, DRIVE, DISK, NETWORK, DOMAIN, RUNNING})
  @SeedLimit(7)
  void destroyLeavesNothingOfIt(String moment) throws Exception {
    Snapshot before = lab.snapshot();
    killCreateAt(moment);
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void theNextDestroyFinishesAnother() throws Exception {
    Snapshot before = lab.snapshot();
    lab.create("2", "--wait", "running").ok();
    Programs.Running destroy = lab.start(Lab.KVMCORE.toString(), "destroy", "--yes");
    Wait.until("the domain is gone", () -> !Files.exists(lab.file(DOMAIN)));
    assertTrue(destroy.killJava());
    assertNotEquals(0, destroy.result().status());
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  private static void killCreateAt(String moment) throws Exception {
    Path file = lab.file(moment);
    assertFalse(Files.exists(file));
    Programs.Running create = lab.startCreate("2");
    Wait.until(moment + " appears", () -> Files.exists(file) || !create.process().isAlive());
    assertTrue(create.killJava(), "it ended before it could be killed");
    assertEquals(137, create.result().status());
  }
}
