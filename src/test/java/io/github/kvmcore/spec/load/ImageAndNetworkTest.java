package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.extra;
import static io.github.kvmcore.spec.load.SettingsFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are made of several. */
class ImageAndNetworkTest {
  private final SettingsFixture host = new SettingsFixture();

  @ParameterizedTest
  @CsvSource({
    "smoke, smoke",
    "./smoke, /srv/here/smoke",
    "../flatcar.img, /srv/flatcar.img",
    "~/a b.img, /home/ada/a b.img",
    "/srv/x.img, /srv/x.img",
    "file:///srv/x.img, file:///srv/x.img",
    "https://example.org/x.img, https://example.org/x.img"
  })
  void image(String given, String expected) {
    assertEquals(
        expected,
        host.load(extra("vm_image_name=other"), SettingsSource.flag("--image", "vm_image", given))
            .image());
  }

  @Test
  void imageOfUrlAndName() {
    String url = "vm_image_url: http://mirror.example/current/\n";
    assertEquals(
        "http://mirror.example/current/x.img.xz",
        host.load(yaml(url + "vm_image_name: x.img.xz")).image());
    host.architecture = "aarch64";
    assertEquals(
        "http://mirror.example/current/flatcar_production_qemu_uefi_image.img.bz2",
        host.load(yaml(url)).image());
    assertEquals(
        "https://stable.release.flatcar-linux.net/arm64-usr/current/x.img",
        host.load(yaml("vm_image_name: x.img")).image());
    assertNull(host.load().image());
  }

  @Test
  void imageDigest() {
    String digest = "sha256:" + "0a".repeat(32);
    assertEquals(
        digest, String.valueOf(host.load(extra("vm_image_digest=" + digest)).imageDigest()));
  }

  @Test
  void templatesAreSeenFromTheWorkingDirectory() {
    assertEquals(Path.of("/srv/here/mine"), host.load(extra("templates_dir=mine")).templatesDir());
  }

  @Test
  void networksExcludeEachOther() {
    assertEquals(
        "-e vm_bridge=br0: vm_bridge: can't go together with vm_network_name (kvmcore.yml:1); leave"
            + " one out, or set it empty",
        host.mistakes(yaml("vm_network_name: lan"), extra("vm_bridge=br0")));
    assertEquals(
        "-e vm_network_subnet=10.1.0.0/24: vm_network_subnet: can't go together with"
            + " vm_network_name (kvmcore.yml:1); leave one out, or set it empty",
        host.mistakes(yaml("vm_network_name: lan"), extra("vm_network_subnet=10.1.0.0/24")));
    assertEquals(
        "-e vm_network_subnet=10.1.0.0/24: vm_network_subnet: can't go together with vm_bridge"
            + " (kvmcore.yml:1); leave one out, or set it empty",
        host.mistakes(yaml("vm_bridge: br0"), extra("vm_network_subnet=10.1.0.0/24")));
  }

  @Test
  void subnetMustHoldTheMachines() {
    SettingsSource subnet = extra("vm_network_subnet=10.1.0.8/29");
    assertEquals("10.1.0.8/29", String.valueOf(host.load(subnet, extra("vm_count=5")).subnet()));
    assertEquals(
        "-e vm_network_subnet=10.1.0.8/29: vm_network_subnet: '10.1.0.8/29' has room for 5"
            + " machines, not for 6",
        host.mistakes(subnet, extra("vm_count=6")));
    assertEquals(
        250, host.load(extra("vm_network_subnet=10.1.0.0/24 vm_count=250")).machines().size());
  }
}
