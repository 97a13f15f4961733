package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that is made step by step. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StepsIT {
  private static final String IMAGES = "/var/lib/libvirt/images/coreos/";

  @RegisterExtension static final Lab lab = new Lab();

  private static Snapshot before;

  @Test
  @Order(1)
  void whatCanNotWorkIsRefusedBeforeAnythingIsChanged() {
    before = lab.snapshot();
    lab.create("2", "--only", "vms").exits(3).says("coreos-2: its disk " + IMAGES);
    lab.create("2", "--skip=init").exits(3).says("the step init is left out");
    lab.create("2", "--only", "download,disk").exits(2).says("did you mean disks?");
    lab.create("2", "-t", "init", "--skip-tags=init").exits(2).says("leaves nothing to do");
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(2)
  void downloadOnlyFetchesTheImage() {
    Result pulled = lab.create("--only", "download").ok();
    pulled.prints("smoke");
    assertFalse(pulled.out().contains("coreos-1"), pulled::toString);
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(3)
  void disksAreMadeWithoutMachinesAndRemovedByDestroy() {
    Result made = lab.create("2", "--only", "disks").ok();
    made.says("made: 2 disks; left out: download, init, vms");
    assertEquals("", made.out());
    assertEquals("", lab.virsh("list", "--all", "--name").ok().out().strip());
    assertFalse(lab.virsh("net-list", "--all", "--name").ok().out().contains("kvmcore"));
    assertEquals(List.of("coreos-1 incomplete", "coreos-2 incomplete"), lab.states());
    lab.create("2", "--only", "disks").ok().says("nothing was missing");

    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  @Order(4)
  void aLaterRunCompletesWhatStepsHaveBegun() {
    lab.create("2", "--tags", "disks").ok();
    lab.create("2", "--skip-tags", "vms").ok().says("made: 2 config drives; left out: vms");
    String drive = lab.exec("stat", "-c", "%Y.%i", IMAGES + "configdrive-coreos-1").ok().out();

    lab.create("2", "--skip=init", "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), lab.states());
    assertEquals(
        drive, lab.exec("stat", "-c", "%Y.%i", IMAGES + "configdrive-coreos-1").ok().out());
  }

  @Test
  @Order(5)
  void aMachineThatIsOffIsStartedByItsStepOnly() {
    lab.virsh("destroy", "coreos-1").ok();
    lab.create("2", "--skip", "vms").ok().says("nothing was missing");
    assertEquals(List.of("coreos-1 shut off", "coreos-2 running"), lab.states());
    lab.create("2", "--only", "vms", "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), lab.states());
  }

  @Test
  @Order(6)
  void aDryRunShowsTheStepsThatAreLeft() {
    Result script = lab.create("3", "--only", "disks", "--dry-run").ok();
    assertTrue(script.out().contains("vm-coreos-3.img"), script::toString);
    assertFalse(script.out().contains("virsh"), script::toString);
  }

  @Test
  @Order(7)
  void destroyLeavesTheHostAsItWas() {
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
  }
}
