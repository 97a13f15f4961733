package io.github.kvmcore.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cron runs: verify, reap and gc, beside what is somebody else's. */
class CareIT {
  private static final String IMAGES = "lib/images/";

  @RegisterExtension static final Lab lab = new Lab("--lvm");

  private static Result verify(String... arguments) {
    List<String> like = List.of("verify", "--image", "smoke", "--memory", "256MiB");
    return lab.kvmcore(Stream.concat(like.stream(), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void verifySaysTheDriftAndChangesNothing() throws Exception {
    Snapshot before = lab.snapshot();
    lab.create("2", "--wait", "running").ok();
    String key = lab.home().resolve("key") + ".pub";
    Result right = verify("2", "--ssh-key", key).ok();
    assertEquals("", right.out() + right.err());
    lab.kvmcore("verify", "--all").ok();

    // Both off, so that nothing but a run of kvmcore changes anything of theirs.
    lab.virsh("destroy", "coreos-1").ok();
    lab.virsh("destroy", "coreos-2").ok();
    lab.virsh("setvcpus", "coreos-2", "2", "--config", "--maximum").ok();
    lab.virsh("setvcpus", "coreos-2", "2", "--config").ok();
    Files.delete(lab.file(IMAGES + "coreos/.kvmcore/coreos-1.xml"));
    Snapshot drifted = lab.snapshot();
    Result drift = verify("3", "--ssh-key", key).exits(1);
    assertTrue(drift.out().contains("coreos-1  claim "), drift.out());
    assertTrue(drift.out().contains("coreos-2  state "), drift.out());
    assertTrue(drift.out().contains("vCPUs: 2, wanted 1"), drift.out());
    assertTrue(drift.out().contains("coreos-3  missing "), drift.out());
    Result other = verify("2").exits(1);
    assertTrue(other.out().contains("user_data is not what these settings"), other.out());
    Result all = lab.kvmcore("verify", "--all").exits(1);
    assertTrue(all.out().contains("number of vCPUs is 2 and it was made with 1"), all.out());
    drifted.assertSame(lab.snapshot());

    // That whose claim is gone stays, until somebody has seen which files its metadata names.
    Result left = lab.kvmcore("destroy", "--yes").exits(1);
    String disk = "/var/lib/libvirt/images/coreos/vm-coreos-1.img";
    assertTrue(left.err().contains("coreos-1 was not removed"), left.err());
    assertTrue(left.err().contains(disk), left.err());
    assertTrue(Files.exists(lab.file(IMAGES + "coreos/vm-coreos-1.img")));
    lab.kvmcore("destroy", "--yes", "--adopt").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void reapRemovesWhatIsOverAndWaitsForNobody() throws Exception {
    Snapshot before = lab.snapshot();
    Result nothing = lab.kvmcore("reap").ok();
    assertEquals("", nothing.out() + nothing.err());
    lab.create("1", "--wait", "running", "--cluster", "stays").ok();
    lab.create("1", "--wait", "running", "--cluster", "longer", "--ttl", "1h").ok();
    lab.create("2", "--wait", "running", "--cluster", "lab", "--ttl", "1h").ok();
    String id = lab.virsh("domid", "lab-1").ok().out();
    lab.create("2", "--wait", "running", "--cluster", "lab", "--ttl", "1s").ok();
    assertEquals(id, lab.virsh("domid", "lab-1").ok().out(), "it is the same machine still");
    // Both in what runs and in what libvirt keeps.
    for (String which : List.of("--live", "--config")) {
      String uri = "https://kvmcore.github.io/libvirt/lifetime/1";
      String noted = lab.virsh("metadata", "lab-1", uri, which).ok().out();
      String told = lab.machines("--cluster", "lab").get(0).get("expires").asText();
      assertTrue(noted.contains("expires=\"" + told + "\""), noted + told);
    }
    // One that a run holds, though its time is over.
    Programs.Running busy = lab.startCreate("1", "--cluster", "busy", "--ttl", "1s");
    Path running = lab.file("run/libvirt/qemu/busy-1.xml");
    Wait.until("busy-1 runs", () -> Files.exists(running));
    Thread.sleep(1500);

    Result dry = lab.kvmcore("reap", "--dry-run").ok();
    assertTrue(dry.out().contains("# lab-2: destroy"), dry.out());
    Result reaped = lab.kvmcore("reap").exits(5);
    assertTrue(reaped.out().matches("(?s).*busy .* locked .*lab .* removed .*"), reaped.out());
    assertEquals(List.of(), lab.states("--cluster", "lab"));
    assertEquals(List.of("stays-1 running"), lab.states("--cluster", "stays"));
    busy.result().ok();
    lab.kvmcore("reap", "-q").ok();
    assertEquals(List.of(), lab.states("--cluster", "busy"));
    assertEquals(List.of("longer-1 running"), lab.states("--cluster", "longer"));

    lab.kvmcore("destroy", "--yes", "--cluster", "stays").ok();
    lab.kvmcore("destroy", "--yes", "--cluster", "longer").ok();
    before.assertSame(lab.snapshot());
  }

  @Test
  void gcFindsAndRemovesWhatNobodyUses() throws Exception {
    lab.exec("vgcreate", "-q", "data", lab.disk("data", "4G")).ok();
    lab.exec("lvcreate", "-y", "-n", "theirs", "-L", "64m", "data").ok();
    Files.createDirectories(lab.file(IMAGES + "theirs"));
    Files.writeString(lab.file(IMAGES + "theirs/vm-theirs-1.img"), "a disk of somebody's");
    Snapshot before = lab.snapshot();
    lab.define(
        "net",
        """
        <network><name>shared</name><forward mode='nat'/>
          <ip address='192.168.77.1' prefix='24'>
            <dhcp><range start='192.168.77.2' end='192.168.77.254'/></dhcp></ip></network>
        """);
    lab.create("1", "--wait", "running", "--network", "shared").ok();
    lab.create("1", "--wait", "running", "--cluster", "lvm", "--vg", "data").ok();
    lab.create("1", "--wait", "running", "--cluster", "lives").ok();
    assertEquals("", lab.kvmcore("gc").ok().out());
    for (String machine : List.of("coreos-1", "lvm-1", "lives-1")) {
      lab.virsh("destroy", machine).ok();
    }
    for (String machine : List.of("coreos-1", "lvm-1")) {
      lab.virsh("undefine", machine).ok();
      String cluster = machine.replace("-1", "");
      Files.delete(lab.file(IMAGES + cluster + "/.kvmcore/" + machine + ".xml"));
    }
    Files.writeString(lab.file(IMAGES + "kvmcore-cache/a.qcow2.bad"), "refused");
    Files.createDirectory(lab.file(IMAGES + "begun"));
    lab.exec("chmod", "0711", "/var/lib/libvirt/images/begun").ok();
    // A disk that builds on one that nobody names keeps it.
    lab.exec(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "qcow2",
            "-b",
            "/var/lib/libvirt/images/coreos/vm-coreos-1.img",
            "/var/lib/libvirt/images/overlay.qcow2")
        .ok();

    Snapshot unused = lab.snapshot();
    Result found = lab.kvmcore("gc").ok();
    for (String kind :
        List.of("volume", "config", "network", "reservation", "log", "download", "folder")) {
      assertTrue(found.out().contains("\n" + kind + " "), kind + " in " + found.out());
    }
    assertTrue(found.err().contains("vm-coreos-1.img stays: "), found.err());
    assertTrue(found.err().contains("next: kvmcore gc --yes"), found.err());
    assertTrue(!found.out().contains("theirs") && !found.out().contains("lives"), found.out());
    unused.assertSame(lab.snapshot());

    Files.delete(lab.file(IMAGES + "overlay.qcow2"));
    // A volume whose claim is gone is kvmcore's by its tags alone, which anybody's disk can have.
    Result tagged = lab.kvmcore("gc", "--dry-run").ok();
    assertTrue(!tagged.out().contains("lvremove"), tagged.out());
    Result removed = lab.kvmcore("gc", "--yes", "--adopt").ok();
    assertTrue(removed.out().contains("\ndisk "), removed.out());
    assertTrue(!removed.out().contains(" left "), removed.out());
    assertEquals("", lab.kvmcore("gc", "--yes").ok().out());
    assertEquals(List.of("lives-1 shut off"), lab.states("--cluster", "lives"));
    lab.kvmcore("destroy", "--yes", "--cluster", "lives").ok();
    lab.virsh("net-destroy", "shared").ok();
    lab.virsh("net-undefine", "shared").ok();
    before.assertSame(lab.snapshot());
  }
}
