package io.github.kvmcore.tool.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.tool.Outputs;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DomainCapabilitiesTest {
  /** Of libvirt 9.0 on a host without KVM. */
  @Test
  void readsWhatGuestsCanHave() {
    DomainCapabilities read = DomainCapabilities.parse(Outputs.of("virsh/domcapabilities"));
    assertTrue(read.uefi());
    assertTrue(read.secureBoot());
    assertTrue(read.virtiofs());
    assertEquals(Set.of("maximum", "host-model", "custom"), read.cpuModes());
    assertEquals(true, read.cpuModels().get("qemu64"));
    assertEquals(false, read.cpuModels().get("phenom"));
    assertFalse(read.cpuModels().containsKey("Skylark"));
  }

  @Test
  void anEmptyAnswerIsAHostWithNothing() {
    DomainCapabilities none = DomainCapabilities.parse("<domainCapabilities/>");
    assertFalse(none.uefi() || none.secureBoot() || none.virtiofs());
    assertThrows(IllegalArgumentException.class, () -> DomainCapabilities.parse("<domain/>"));
  }
}
