package io.github.kvmcore.e2e.cluster;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.model.machine.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where something of somebody else's is in the way, create says so before its first change. */
class ConflictIT {
  @RegisterExtension static final Lab lab = new Lab();

  @Test
  void aDomainOfTheSameName() {
    lab.define("", ClusterIT.foreignDomain("coreos-2"));
    assertRefused("coreos-2: a domain of this name exists and was not made by kvmcore");
    lab.virsh("undefine", "coreos-2").ok();
  }

  @Test
  void aDomainWithTheSameMacAddress() {
    String mac = Identity.mac("coreos", "coreos-3", "");
    String link =
        "<devices><interface type='user'><mac address='"
            + mac
            + "'/></interface></devices></domain>";
    lab.define("", ClusterIT.foreignDomain("db").replace("</domain>", link));
    assertRefused("coreos-3: its MAC address " + mac + " is that of domain db");
    lab.virsh("undefine", "db").ok();
  }

  @Test
  void aFileWhereADiskWouldBe() throws Exception {
    Path file = lab.file("lib/images/coreos/vm-coreos-1.img");
    Files.createDirectory(file.getParent());
    Files.writeString(file, "precious");
    assertRefused(
        "/var/lib/libvirt/images/coreos/vm-coreos-1.img exists and was not made by kvmcore");
    lab.kvmcore("destroy", "--yes").ok();
    Files.delete(file);
    Files.delete(file.getParent());
  }

  @Test
  void aNetworkOfTheSameName() {
    lab.define(
        "net",
        "<network><name>kvmcore-coreos</name><ip address='10.8.7.1' prefix='24'/></network>");
    assertRefused("network kvmcore-coreos exists and was not made by kvmcore for this cluster");
    lab.virsh("net-undefine", "kvmcore-coreos").ok();
  }

  private static void assertRefused(String reason) {
    Snapshot before = lab.snapshot();
    lab.create("3", "--wait", "none").exits(3).says("nothing was changed").says(reason);
    before.assertSame(lab.snapshot());
  }
}
