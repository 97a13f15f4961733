package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Machines on logical volumes beside volumes of somebody else's. The metadata is always LVM's own,
 * on a disk of the lab; where the kernel has no device-mapper, loop devices stand in for it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LvmIT {
  @RegisterExtension static final Lab lab = new Lab("--lvm");

  private static final String VG = "vg_name=lv_coreos";
  private static final String FIRST =
      "HDD-CoreOS-VM1 kvmcore.cluster=coreos,kvmcore.machine=coreos-1";
  private static final String SECOND =
      "HDD-CoreOS-VM2 kvmcore.cluster=coreos,kvmcore.machine=coreos-2";

  private static String device;
  private static Snapshot group;
  private static Snapshot made;

  @Test
  @Order(1)
  void aDeviceThatHoldsAnythingIsRefusedAndAllOfThemAtOnce() {
    device = lab.disk("empty", "4G");
    String files = lab.disk("files", "64M");
    String mounted = lab.disk("mounted", "64M");
    String swap = lab.disk("swap", "64M");
    lab.exec("mkfs.ext4", "-q", files).ok();
    lab.exec("mkfs.ext4", "-q", mounted).ok();
    lab.exec("mkdir", "/run/mounted").ok();
    lab.exec("mount", mounted, "/run/mounted").ok();
    lab.exec("mkswap", "-q", swap).ok();
    lab.exec("vgcreate", "theirs", lab.disk("theirs", "64M")).ok();
    Snapshot before = lab.snapshot();

    String all = String.join(",", device, files, mounted, swap, "/dev/nosuch", "/dev/null");
    lab.create("1", "-e", VG, "-e", "vg_device=" + all)
        .exits(3)
        .says(files + " is left alone: ext4 signature")
        .says(mounted + " is left alone: mounted on /run/mounted, ext4 signature")
        .says(swap + " is left alone: swap signature")
        .says("/dev/nosuch is left alone: there is no such device")
        .says("/dev/null is left alone: it is no block device");
    lab.create("1", "-e", VG).exits(3).says("there is no volume group lv_coreos");
    before.assertSame(lab.snapshot());
    lab.exec("umount", "/run/mounted").ok();
  }

  @Test
  @Order(2)
  @SeedLimit(9)
  void machinesBootFromTheBytesOfTheImageOnRawVolumes() {
    lab.create("2", "-e", VG, "-e", "vg_device=" + device, "--disk-size", "160MiB").ok();
    assertEquals(List.of(FIRST, SECOND), volumes());
    for (JsonNode machine : lab.machines()) {
      lab.assertAnswers(machine.get("name").asText(), machine.get("address").asText());
    }
    String xml = lab.virsh("dumpxml", "coreos-1").ok().out();
    assertTrue(xml.contains("<disk type='block' device='disk'>"), xml);
    assertTrue(xml.contains("type='raw' cache='none'"), xml);
    assertTrue(xml.contains("<source dev='/dev/lv_coreos/HDD-CoreOS-VM1'"), xml);
    String address = lab.machines().get(0).get("address").asText();
    assertEquals("327680", lab.ssh(address, "cat /sys/block/vda/size").ok().out().strip());
  }

  @Test
  @Order(3)
  void createAgainChangesNothing() {
    made = lab.snapshot().settled();
    lab.create("2", "-e", VG).ok();
    made.assertSame(lab.snapshot().settled());
    lab.create("2").ok().says("disk: a volume of group lv_coreos, wanted a file");
    made.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(3)
  void startBringsUpAVolumeThatTheHostDidNot() {
    lab.virsh("destroy", "coreos-2").ok();
    lab.exec("lvchange", "-an", "lv_coreos/HDD-CoreOS-VM2").ok();
    assertFalse(Files.isSymbolicLink(lab.seen("dev/lv_coreos/HDD-CoreOS-VM2")));
    lab.kvmcore("start", "coreos-2").ok();
    assertTrue(Files.isSymbolicLink(lab.seen("dev/lv_coreos/HDD-CoreOS-VM2")));
    lab.assertAnswers("coreos-2", lab.machines().get(1).get("address").asText());
  }

  @Test
  @Order(4)
  void aVolumeOfThatNameWithoutTheTagsIsAConflict() {
    lab.exec("lvcreate", "-y", "-n", "HDD-CoreOS-VM3", "-L", "64m", "lv_coreos").ok();
    lab.exec("lvcreate", "-y", "-n", "HDD-CoreOS-VM22", "-L", "64m", "lv_coreos").ok();
    Snapshot before = lab.snapshot().settled();
    lab.create("3", "-e", VG)
        .exits(3)
        .says("coreos-3: logical volume lv_coreos/HDD-CoreOS-VM3 exists and was not made by");
    lab.create("2", "--cluster", "big", "-e", VG, "--disk-size", "2GiB")
        .exits(4)
        .says("2 volumes take 4.0 GiB (1024 extents of 4.0 MiB)")
        .says("volume group lv_coreos has ");
    lab.create("1", "--cluster", "small", "-e", VG, "--disk-size", "64MiB")
        .exits(3)
        .says("vm_disk_size");
    before.assertSame(lab.snapshot().settled());
  }

  @Test
  @Order(5)
  void destroyLeavesTheGroupAndWhatIsInItOfOthers() {
    lab.kvmcore("destroy", "--yes").ok();
    assertEquals(List.of("HDD-CoreOS-VM22", "HDD-CoreOS-VM3"), volumes());
    assertFalse(Files.exists(lab.file("lib/images/coreos")));
    lab.exec("lvremove", "-f", "-y", "lv_coreos/HDD-CoreOS-VM3").ok();
    group = lab.snapshot();
  }

  @Test
  @Order(6)
  void aRunKilledInTheMiddleOfTheFillIsFinishedByTheNext() throws Exception {
    killedInTheFill();
    lab.create("2", "-e", VG).ok();
    assertEquals(List.of(FIRST, "HDD-CoreOS-VM22", SECOND).stream().sorted().toList(), volumes());
    JsonNode first = lab.machines().get(0);
    lab.assertAnswers("coreos-1", first.get("address").asText());
    lab.kvmcore("destroy", "--yes").ok();
    group.assertSame(lab.snapshot());
  }

  @Test
  @Order(7)
  void destroyRemovesWhatAKilledRunLeft() throws Exception {
    killedInTheFill();
    lab.kvmcore("destroy", "--yes").ok();
    group.assertSame(lab.snapshot());
  }

  @Test
  @Order(8)
  void aMachineWithAFileStaysWithItAndAFailureIsUndone() throws Exception {
    lab.create("1", "--wait", "running").ok();
    lab.create("2", "-e", VG, "--wait", "running")
        .ok()
        .says("coreos-1 unchanged (disk: a file, wanted a volume");
    assertEquals(List.of("HDD-CoreOS-VM22", SECOND).stream().sorted().toList(), volumes());
    assertTrue(Files.exists(lab.file("lib/images/coreos/vm-coreos-1.img")));
    // A domain of somebody else's that nobody can start takes the third one's name at the last.
    Path refused = lab.file("etc/qemu/coreos-3.xml");
    Files.createDirectory(refused);
    lab.create("3", "-e", VG, "--wait", "running").exits(1).says("coreos-3: virsh failed");
    Files.delete(refused);
    assertEquals(List.of("HDD-CoreOS-VM22", SECOND).stream().sorted().toList(), volumes());
    lab.kvmcore("destroy", "--yes").ok();
    group.assertSame(lab.snapshot());
  }

  @Test
  @Order(9)
  void theScriptDoesTheSame() throws Exception {
    String creation = lab.create("2", "-e", VG, "--wait", "running", "--dry-run").ok().out();
    Path script = Files.writeString(lab.home().resolve("create.sh"), creation);
    lab.exec("sh", script.toString()).ok();
    Snapshot byScript = lab.snapshot().settled();
    lab.create("2", "-e", VG, "--wait", "running").ok();
    byScript.assertSame(lab.snapshot().settled());
    String removal = lab.kvmcore("destroy", "--dry-run").ok().out();
    Files.writeString(script, removal);
    lab.exec("sh", script.toString()).ok();
    group.assertSame(lab.snapshot());
  }

  @Test
  @Order(10)
  void theWordsOfThePlaybookWork() {
    lab.create("-e", "vm_count=9", "-e", VG, "--wait", "running").ok();
    assertEquals(9, lab.states().stream().filter(state -> state.endsWith(" running")).count());
    assertEquals(10, volumes().size());
    lab.kvmcore("destroy", "--yes").ok();
    group.assertSame(lab.snapshot());
  }

  /** Where the kernel can't have thin volumes, that is said, and what was begun is undone. */
  @Test
  @Order(11)
  void thinPools() {
    String[] thin = {"-e", VG, "-e", "lv_thin_pool=thin", "-e", "lv_thin_pool_size=512MiB"};
    Programs.Running create =
        lab.startCreate("2", thin[0], thin[1], thin[2], thin[3], thin[4], thin[5]);
    if (lab.exec("dmsetup", "version").status() != 0) {
      create.result().exits(1).says("without using device-mapper kernel driver");
      assertEquals(List.of("HDD-CoreOS-VM22"), volumes());
      lab.kvmcore("destroy", "--yes").ok();
      group.assertSame(lab.snapshot());
      System.out.println("thin pools: not tried here, this kernel has no device-mapper");
      return;
    }
    create.result().ok();
    for (JsonNode machine : lab.machines()) {
      lab.assertAnswers(machine.get("name").asText(), machine.get("address").asText());
    }
    String origins =
        lab.exec("lvs", "--noheadings", "-o", "lv_name,origin,pool_lv", "lv_coreos").ok().out();
    assertTrue(origins.contains("kvmcore-base-"), origins);
    lab.create("3", thin[0], thin[1], thin[2], thin[3], "--disk-size", "1GiB").ok();
    lab.kvmcore("destroy", "--yes", "coreos-1").ok();
    lab.assertAnswers("coreos-2", lab.machines().get(0).get("address").asText());
    lab.kvmcore("destroy", "--yes").ok();
    group.assertSame(lab.snapshot());
    System.out.println("thin pools: tried, with the kernel's device-mapper");
  }

  @Test
  @Order(12)
  void theDoctorKnowsTheGroup() {
    lab.kvmcore("doctor", "-e", VG).prints("lv_coreos, 3.9 GiB free");
    lab.kvmcore("doctor", "-e", "vg_name=no").prints("there is no volume group no");
  }

  private static void killedInTheFill() throws Exception {
    Path volume = lab.seen("dev/lv_coreos/HDD-CoreOS-VM1");
    assertFalse(Files.isSymbolicLink(volume));
    Programs.Running create = lab.startCreate("1", "-e", VG);
    Wait.until(
        "the volume appears", () -> Files.isSymbolicLink(volume) || !create.process().isAlive());
    assertTrue(create.killJava(), "it ended before it could be killed");
    assertEquals(137, create.result().status());
    assertTrue(volumes().contains(FIRST + ",kvmcore.unfinished"), () -> volumes().toString());
  }

  /** The group's volumes, by name, with their tags. */
  private static List<String> volumes() {
    Result lvs =
        lab.exec("lvs", "--noheadings", "-O", "lv_name", "-o", "lv_name,lv_tags", "lv_coreos");
    return lvs.ok().out().lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }
}
