package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.extra;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueValuesTest {
  private final SettingsFixture host = new SettingsFixture();

  private CatalogueSettings catalogue(String words) {
    return host.load(extra(words)).catalogue();
  }

  @Test
  void defaults() {
    CatalogueSettings found = host.load().catalogue();
    assertEquals(Os.FLATCAR, found.os());
    assertEquals("stable", found.channel());
    assertNull(found.release());
    assertEquals("x86_64", found.architecture());
    host.architecture = "arm64";
    assertEquals("aarch64", host.load().catalogue().architecture());
  }

  @ParameterizedTest
  @CsvSource({
    "flatcar, lts-2024, 4152.2.3",
    "flatcar, lts, 4152.2.3",
    "coreos, alpha, 2512.3.0",
    "fcos, next, 41.20250117.1.0",
  })
  void pairs(String os, String channel, String release) {
    CatalogueSettings found =
        catalogue("vm_os=" + os + " vm_channel=" + channel + " vm_release=" + release);
    assertEquals(os, found.os().toString());
    assertEquals(channel, found.channel());
    assertEquals(release, found.release());
    assertNull(host.load(extra("vm_os=" + os + " vm_channel=" + channel)).image());
  }

  @Test
  void wrongPairsAreToldAtOnce() {
    assertEquals(
        """
        -e vm_channel=beta: vm_channel: 'beta' is not a channel of fcos, which has stable, testing or next
        -e vm_release=4152.2.3: vm_release: '4152.2.3' is not a version of fcos, which looks like 41.20250117.3.0
        -e vm_arch=i386: vm_arch: 'i386' is neither x86_64 nor aarch64"""
            .strip(),
        host.mistakes(extra("vm_os=fcos vm_channel=beta vm_release=4152.2.3 vm_arch=i386")));
  }

  @ParameterizedTest
  @CsvSource({
    "vm_os=fedora, 'vm_os: ''fedora'' is not one of flatcar, fcos, coreos, and no image: that is smoke, a URL or a file (write ./fedora for one here)'",
    "vm_channel=next, 'vm_channel: ''next'' is not a channel of flatcar, which has stable, beta, alpha, lts or lts-YEAR as in lts-2024'",
    "vm_channel=lts-24, 'vm_channel: ''lts-24'' is not a channel of flatcar, which has stable, beta, alpha, lts or lts-YEAR as in lts-2024'",
    "vm_release=../../x, 'vm_release: ''../../x'' is not a version; write for example 4152.2.3'",
    "vm_release=41.20250117.3.0, 'vm_release: ''41.20250117.3.0'' is not a version of flatcar, which looks like 4152.2.3'",
    "flatcar_url=ftp://x/, 'flatcar_url: ''ftp://x/'': ftp is not supported; use http, https or file'",
    "image_key_fingerprints=F88C, 'image_key_fingerprints: ''F88C'' is not a fingerprint: 40 hexadecimal digits, with blanks or without; separate several with commas'",
  })
  void mistakes(String given, String said) {
    assertEquals("-e " + given + ": " + said, host.mistakes(extra(given)));
  }

  @ParameterizedTest
  @CsvSource({
    "smoke, smoke",
    "./x.img, /srv/here/x.img",
    "/srv/x.img, /srv/x.img",
    "https://example.org/x, https://example.org/x",
  })
  void anImageIsNamedByOs(String given, String image) {
    Settings settings = host.load(SettingsSource.flag("--os", "vm_os", given));
    assertEquals(image, settings.image());
    assertEquals(Os.OTHER, settings.catalogue().os());
  }

  @Test
  void ofAnImageThatIsNamedTheSystemCanBeSaid() {
    Settings settings = host.load(extra("vm_os=flatcar vm_image=/srv/x.img vm_channel=any"));
    assertEquals("/srv/x.img", settings.image());
    assertEquals(Os.FLATCAR, settings.catalogue().os());
  }

  @Test
  void keys() {
    SettingsSource pins =
        SettingsFixture.yaml(
            """
            image_key_fingerprints:
              - F88C FEDE FF29 A5B4 D952  3864 E25D 9AED 0593 B34A
              - 0x04127d0bfabec8871ffb2cce50e0885593d2dcb4
            image_keys: [a.asc, /srv/b.gpg]
            verify_images: no
            """);
    CatalogueSettings found = host.load(pins).catalogue();
    assertEquals(
        List.of(
            "F88CFEDEFF29A5B4D9523864E25D9AED0593B34A", "04127D0BFABEC8871FFB2CCE50E0885593D2DCB4"),
        found.fingerprints());
    assertEquals(List.of(Path.of("/srv/here/a.asc"), Path.of("/srv/b.gpg")), found.keys());
    assertFalse(found.verify());
    assertEquals(
        "http://m/{channel}/x", catalogue("flatcar_url=http://m/{channel}/x/").flatcar().url());
  }
}
