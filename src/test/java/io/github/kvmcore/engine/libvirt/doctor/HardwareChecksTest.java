package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.libvirt.read.HardwareFacts;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.model.network.NetworkFilter;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.tool.libvirt.DomainCapabilities;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A host that lacks what further hardware takes. */
class HardwareChecksTest {
  private static final DomainCapabilities NOTHING =
      new DomainCapabilities(
          false, false, Set.of("maximum", "custom"), Map.of("qemu64", true, "EPYC", false), false);

  private final TestHost host = new TestHost();

  @Test
  void nothingIsWantedAndNothingIsLookedAt() {
    assertEquals(List.of(), checks());
  }

  @Test
  void aHostWithoutUefiIsToldThePackage() {
    host.hardwareSettings = firmware(Firmware.SECURE);
    host.hardware = facts(NOTHING, Map.of());
    Check check = checks().get(0);
    assertEquals(Check.Status.PROBLEM, check.status());
    assertEquals("libvirt knows no UEFI with secure boot for the guests", check.detail());
    assertTrue(String.valueOf(check.remedy()).startsWith("apt-get install ovmf"), check::remedy);
  }

  @Test
  void anImageThatStartsByUefiAloneNeedsItToo() {
    host.image = "https://images.example/flatcar_production_qemu_uefi_image.img.bz2";
    host.hardware = facts(NOTHING, Map.of());
    assertEquals("libvirt knows no UEFI for the guests", checks().get(0).detail());
  }

  @Test
  void processorsThatTheHostCantEmulate() {
    host.hardware = facts(NOTHING, Map.of());
    assertEquals(
        "vm_cpu_model: host-passthrough can't be had here without KVM", cpu("host-passthrough"));
    assertEquals(
        "vm_cpu_model: EPYC is known to libvirt, but not possible on this host", cpu("EPYC"));
    assertEquals("vm_cpu_model: Skylark is no model that libvirt knows", cpu("Skylark"));
    assertEquals("qemu64", cpu("qemu64"));
    assertEquals("maximum", cpu("maximum"));
  }

  private String cpu(String model) {
    host.hardwareSettings =
        new HardwareSettings(
            List.of(),
            List.of(),
            NetworkFilter.NONE,
            Firmware.AUTO,
            model,
            null,
            null,
            List.of(),
            false,
            null);
    return checks().get(0).detail();
  }

  @Test
  void hugePagesAreCounted() {
    host.hardwareSettings =
        new HardwareSettings(
            List.of(),
            List.of(),
            NetworkFilter.NONE,
            Firmware.AUTO,
            "",
            null,
            0L,
            List.of(),
            false,
            null);
    host.hardware = facts(null, Map.of(2048L, 3071L));
    assertEquals("3071 of 2048 KiB free, 3072 needed", checks().get(0).detail());
    assertEquals(Check.Status.PROBLEM, checks().get(0).status());
    host.hardware = facts(null, Map.of(2048L, 3072L));
    assertEquals(Check.Status.OK, checks().get(0).status());
    host.hardware = facts(null, Map.of(1L << 20, 9L));
    assertEquals("the host has none of 2048 KiB", checks().get(0).detail());
  }

  @Test
  void sharesThatCantBe() {
    host.hardware = facts(NOTHING, Map.of());
    assertEquals(
        "vm_shares: /srv/none:a: /srv/none does not exist", share("/srv/none", ShareDriver.AUTO));
    host.directory("/srv/mine", 0700, "root");
    assertEquals(
        "vm_shares: /srv/mine:a: QEMU runs as libvirt-qemu, which can't read /srv/mine (mode 0700,"
            + " owner root)",
        share("/srv/mine", ShareDriver.NINE_P));
    assertEquals(
        "vm_shares: /srv/mine:a: libvirt finds no virtiofsd",
        share("/srv/mine", ShareDriver.VIRTIOFS));
    assertEquals(
        "vm_shares: /srv/images:a: holds, or is in, /srv/images, which is kvmcore's",
        share("/srv/images", ShareDriver.AUTO));
    host.put("/srv/link", FileFacts.Kind.LINK, 0777, "root");
    assertEquals(
        "vm_shares: /srv/link:a: /srv/link is a link", share("/srv/link", ShareDriver.AUTO));
    host.directory("/srv/open", 0755, "root");
    assertEquals("/srv/open:a", share("/srv/open", ShareDriver.AUTO));
    host.ninePfs = false;
    assertEquals(
        "vm_shares: /srv/open:a: this host's QEMU has no 9p", share("/srv/open", ShareDriver.AUTO));
  }

  private String share(String folder, ShareDriver driver) {
    host.hardwareSettings =
        new HardwareSettings(
            List.of(),
            List.of(),
            NetworkFilter.NONE,
            Firmware.AUTO,
            "",
            null,
            null,
            List.of(new Share(Path.of(folder), "a", false, driver)),
            false,
            null);
    return checks().get(0).detail();
  }

  private List<Check> checks() {
    return new HardwareChecks(host.settings(), host.facts(), host.machines(3)).all();
  }

  private static HardwareSettings firmware(Firmware firmware) {
    return new HardwareSettings(
        List.of(), List.of(), NetworkFilter.NONE, firmware, "", null, null, List.of(), false, null);
  }

  private static HardwareFacts facts(
      @Nullable DomainCapabilities capabilities, Map<Long, Long> pages) {
    return new HardwareFacts(capabilities, pages, 2048, true, Set.of(), null);
  }
}
