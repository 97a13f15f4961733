package io.github.kvmcore.engine.libvirt.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.libvirt.doctor.TestHost;
import io.github.kvmcore.exec.file.FileFacts.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsReaderTest {
  private final TestHost host = new TestHost();

  @BeforeEach
  void healthy() {
    host.text(
        "/proc/cpuinfo",
        "processor\t: 0\nflags\t\t: fpu vmx sse\n\nprocessor\t: 1\nflags\t\t: fpu vmx sse\n");
    host.there("/dev/kvm", Kind.DEVICE);
    host.there("/sys/class/misc/kvm", Kind.LINK);
  }

  private HostFacts read(String architecture) {
    return new FactsReader(host.access(), host.settings(), host.programs(), architecture).read();
  }

  private HostFacts read() {
    return read("amd64");
  }

  @Test
  void processorsAndKvm() {
    assertEquals("x86_64", read().architecture());
    assertEquals(2, read().processors());
    assertTrue(read().kvm());
  }

  @Test
  void amdsProcessorsSaySvm() {
    host.text("/proc/cpuinfo", "processor : 0\nflags : fpu svm\n");
    assertTrue(read().kvm());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "processor : 0\nflags : fpu\n", "flags : vmxnet svms xvmx\n"})
  void withoutTheFlagTheDeviceIsOfNoUse(String cpuinfo) {
    host.text("/proc/cpuinfo", cpuinfo);
    assertTrue(read().kvmObstacle().contains("vmx"), read().kvmObstacle());
  }

  @Test
  void theDeviceMustBeThereAndOne() {
    host.there("/dev/kvm", Kind.FILE);
    assertTrue(read().kvmObstacle().contains("/dev/kvm"));
    host.there("/dev/kvm", Kind.DEVICE);
    when(host.files.stat(Path.of("/sys/class/misc/kvm"))).thenReturn(Optional.empty());
    assertEquals(
        "/dev/kvm has no driver behind it (modprobe kvm_intel or kvm_amd)", read().kvmObstacle());
    TestHost without = new TestHost();
    without.text("/proc/cpuinfo", "flags : vmx\n");
    HostFacts facts =
        new FactsReader(without.access(), without.settings(), without.programs(), "amd64").read();
    assertTrue(facts.kvmObstacle().contains("/dev/kvm"));
  }

  /** Its cpuinfo has no flag for it. */
  @Test
  void onAarch64TheDeviceDecides() {
    host.text("/proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd\n");
    assertNull(read("aarch64").kvmObstacle());
    assertFalse(read("aarch64").ninePfs(), "only qemu-system-x86_64 is there");
    assertTrue(read().ninePfs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user = \"qemu\" | qemu",
        "user=\"+107\" | 107",
        "  user = 'someone' | someone",
        "user = root # comment | root",
        "#user = \"root\" | libvirt-qemu",
        "user_x = \"root\" | libvirt-qemu",
        "user = \"\" | libvirt-qemu",
        "dynamic_ownership = 1 | libvirt-qemu",
      })
  void qemusUser(String conf, String user) {
    host.text("/etc/passwd", "root:x:0:0\nqemu:x:107:107\nlibvirt-qemu:x:64055:108\n");
    host.text("/etc/libvirt/qemu.conf", "# first\n" + conf + "\n#user = \"last\"\n");
    assertEquals(user, read().qemuUser());
  }

  @Test
  void withoutQemuConfTheUsualUser() {
    assertNull(read().qemuUser());
    host.text("/etc/passwd", "root:x:0:0\nqemu:x:107:107\n");
    assertEquals("qemu", read().qemuUser());
  }

  @Test
  void memory() {
    assertEquals(0, read().memory().totalKiB());
    host.text("/proc/meminfo", "MemTotal:       16337172 kB\nMemFree: 1 kB\nMemAvailable: 99 kB\n");
    assertEquals(16337172, read().memory().totalKiB());
    assertEquals(99, read().memory().availableKiB());
    host.text("/proc/meminfo", "MemTotal: much\nMemAvailable: " + "9".repeat(30) + " kB\n");
    assertEquals(0, read().memory().totalKiB());
    assertEquals(0, read().memory().availableKiB());
  }

  @Test
  void routesAndNoneWhereIpFails() {
    assertEquals(List.of(), read().routes());
    host.answers = line -> TestHost.result(line, 0, "default via 1.2.3.4\n10.0.0.0/8 dev a\n", "");
    assertEquals("[1.2.3.4/32, 10.0.0.0/8]", read().routes().toString());
    assertTrue(host.ran.contains("ip -4 route show table all"), host.ran.toString());
  }

  @Test
  void foldersWithTheirParents() {
    host.there("/srv", Kind.DIRECTORY);
    HostFacts facts = read();
    assertTrue(facts.exists(Path.of("/srv")));
    assertFalse(facts.exists(Path.of("/srv/images")));
    assertTrue(facts.folders().containsKey(Path.of("/")));
    assertEquals("genisoimage", facts.isoProgram());
  }
}
