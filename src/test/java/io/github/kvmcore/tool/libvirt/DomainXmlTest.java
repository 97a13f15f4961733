package io.github.kvmcore.tool.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.tool.Outputs;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainXmlTest {
  private static final String FOREIGN = "/var/lib/libvirt/images/foreign/";
  private static final String IMAGES = "/var/lib/libvirt/images/coreos/";

  private static Domain parse(String text) {
    return new DomainXml(FileSystems.getDefault()).parse(text, DomainState.RUNNING);
  }

  private static Domain recorded(String name) {
    return parse(Outputs.of("virsh/" + name));
  }

  private static String machine() {
    return Outputs.of("virsh/domain-machine");
  }

  @Test
  void aMachine() {
    Domain domain = parse(machine());
    Path storage = Path.of("/var/lib/libvirt/images/coreos");
    assertEquals("coreos-1", domain.name());
    assertEquals("9db9961f-cd8d-5ced-8a1b-aaca36a0ed9b", domain.uuid().toString());
    assertEquals(DomainState.RUNNING, domain.state());
    assertEquals(262144, domain.memoryKiB());
    assertEquals(1, domain.vcpus());
    assertEquals(
        List.of(new Domain.Interface("52:50:b7:2d:2e:c1", "kvmcore-coreos", "")),
        domain.interfaces());
    assertEquals(
        new MachineTag(
            "coreos",
            "coreos-1",
            1,
            storage,
            new Disk.ImageFile(storage.resolve("vm-coreos-1.img")),
            storage.resolve("configdrive-coreos-1"),
            Path.of("/var/log/libvirt/qemu/coreos-1-console.log"),
            "kvmcore-coreos",
            "smoke",
            "basic",
            domain.tag().created(),
            EtcdTag.NONE,
            null,
            OsRelease.UNKNOWN,
            List.of(),
            K3sRole.NONE,
            null),
        domain.tag());
    assertTrue(domain.tag().isConsistent());
    assertEquals(
        List.of(
            Path.of(IMAGES + "vm-coreos-1.img"),
            Path.of("/var/lib/libvirt/images/kvmcore-cache/smoke-3e437ca4857f.qcow2"),
            Path.of(IMAGES + "configdrive-coreos-1")),
        domain.files());
  }

  /** An earlier version wrote the whole URL down. */
  @Test
  void aMachineOfASignedImage() {
    Domain domain =
        parse(
            machine()
                .replace(
                    "image=\"smoke\"",
                    "image=\"https://images.example/a.img?X-Amz-Date=1&amp;X-Amz-Signature=SECRET\""));
    assertEquals("https://images.example/a.img?…", domain.tag().image());
  }

  @Test
  void somebodysRunningDomainWithBackingFilesADeviceABridgeAndAUserInterface() {
    Domain domain = recorded("domain-odd-running");
    assertEquals("it's \"a\" <b> & ü 機 -1", domain.name());
    assertNull(domain.tag());
    assertEquals(2, domain.vcpus());
    assertEquals(65536, domain.memoryKiB());
    assertEquals(
        List.of(
            Path.of(FOREIGN + "two words/top & <ü>.qcow2"),
            Path.of(FOREIGN + "middle.qcow2"),
            Path.of(FOREIGN + "base.qcow2"),
            Path.of("/dev/loop0")),
        domain.files());
    assertEquals(
        List.of(
            new Domain.Interface("52:54:00:aa:00:01", "bridge:br-lab", ""),
            new Domain.Interface("52:54:00:aa:00:02", "", "")),
        domain.interfaces());
  }

  @Test
  void aShutOffDomainNamesNoBackingFiles() {
    assertEquals(
        List.of(Path.of(FOREIGN + "two words/top & <ü>.qcow2"), Path.of("/dev/loop0")),
        recorded("domain-odd-shut-off").files());
  }

  @Test
  void aNetworkDiskIsNoFileAndADirectInterfaceIsOnNoNetwork() {
    Domain domain = recorded("domain-network-disk");
    assertEquals(List.of(), domain.files());
    assertEquals(List.of(new Domain.Interface("52:54:00:aa:00:03", "", "")), domain.interfaces());
    assertEquals(1048576, domain.memoryKiB());
  }

  /** Whose tag is damaged, is nobody's of kvmcore's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "index=\"1\"|index=\"one\"",
        "index=\"1\"|index=\"\"",
        "cluster=\"coreos\"|",
        "storage=\"/var|storage=\"var",
        "disk=\"/var|disk=\"var",
        "https://kvmcore.github.io/libvirt/1|https://kvmcore.github.io/libvirt/2",
        "<kvmcore:machine|<kvmcore:other",
      })
  void aDamagedTagIsNone(String change) {
    String[] parts = change.split("\\|", -1);
    assertTrue(machine().contains(parts[0]), change);
    assertNull(parse(machine().replace(parts[0], parts[1])).tag());
  }

  /** Each names something that kvmcore would not have made for this machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "disk=\"/var/lib/libvirt/images/coreos/|disk=\"/etc/",
        "vm-coreos-1.img\" drive|vm-coreos-2.img\" drive",
        "drive=\"/var/lib/libvirt/images/coreos/configdrive-coreos-1|drive=\"/home",
        "configdrive-coreos-1\" console|configdrive-coreos-2\" console",
        "console=\"/var/log/libvirt/qemu/coreos-1-console.log|console=\"/etc/passwd",
        "disk=\"/var/lib/libvirt/images/coreos/|disk=\"/var/lib/libvirt/images/coreos/../../",
      })
  void anInconsistentTagIsSeen(String change) {
    String[] parts = change.split("\\|", -1);
    assertTrue(machine().contains(parts[0]), change);
    assertEquals(false, parse(machine().replace(parts[0], parts[1])).tag().isConsistent());
  }

  /** Its name may be any: what belongs to the machine, its own tags say. */
  @Test
  void aTagMayNameALogicalVolume() {
    String file = "/var/lib/libvirt/images/coreos/vm-coreos-1.img\" drive";
    Domain domain = parse(machine().replace(file, "/dev/lv-1/HDD-CoreOS-VM1\" drive"));
    assertEquals(new Disk.Volume(Path.of("/dev/lv-1/HDD-CoreOS-VM1")), domain.tag().disk());
    assertTrue(domain.tag().isConsistent());
    for (String other : List.of("/dev/sdb", "/dev/disk/by-id/x", "/dev/lv-1/..", "/etc/lv/a")) {
      assertEquals(
          false, parse(machine().replace(file, other + "\" drive")).tag().isConsistent(), other);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<network/>",
        "<domain/>",
        "<domain><name>a</name></domain>",
        "<domain><uuid>x</uuid><name>a</name><memory>1</memory><vcpu>1</vcpu></domain>",
        "<domain><name>a</name><memory>1</memory><vcpu>1</vcpu></domain>",
      })
  void whatIsNoDomainIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text));
  }

  @Test
  void aCutTextIsRefused() {
    String text = machine();
    assertThrows(IllegalArgumentException.class, () -> parse(text.substring(0, text.length() / 2)));
  }

  @Test
  void anUnknownUnitOfMemoryIsRefused() {
    String text = machine().replace("<memory unit='KiB'>", "<memory unit='acres'>");
    assertThrows(IllegalArgumentException.class, () -> parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE domain>",
        "<!DOCTYPE domain [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE domain SYSTEM 'http://127.0.0.1:9/x.dtd'>",
      })
  void aDocumentTypeIsRefused(String doctype) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> parse(doctype + machine()));
    assertTrue(failure.getMessage().contains("DOCTYPE is disallowed"), failure.getMessage());
  }

  @Test
  void aLongTextIsRead() {
    String text =
        machine().replace("<name>", "<description>" + "x".repeat(8 << 20) + "</description><name>");
    assertEquals("coreos-1", parse(text).name());
  }
}
