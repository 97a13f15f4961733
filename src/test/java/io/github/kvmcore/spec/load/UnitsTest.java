package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.env;
import static io.github.kvmcore.spec.load.SettingsFixture.extra;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.spec.Settings;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, times and switches, in all their spellings. */
class UnitsTest {
  private final SettingsFixture host = new SettingsFixture();

  @ParameterizedTest
  @CsvSource({
    "524288, 524288", "64MiB, 65536", "512M, 524288", "512mib, 524288", "1.5GiB, 1572864",
    "2048MB, 2000000", "1 GiB, 1048576", "10G, 10485760", "16TiB, 17179869184", "100000KB, 97657"
  })
  void memory(String text, long kib) {
    assertEquals(kib, host.load(env("KVMCORE_VM_MEMORY", text)).memoryKiB());
  }

  @ParameterizedTest
  @CsvSource({"64MiB, 67108864", "10G, 10737418240", "8gb, 8000000000", "67108.865KB, 67109376"})
  void diskSize(String text, long bytes) {
    assertEquals(bytes, host.load(extra("vm_disk_size=" + text)).diskBytes());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "300, 300", "300s, 300", "5m, 300", "1H, 3600", "24h, 86400", "5 m, 300"})
  void times(String text, long seconds) {
    Settings settings = host.load(env("KVMCORE_VM_CREATE_PAUSE", text));
    assertEquals(Duration.ofSeconds(seconds), settings.limits().command());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "true", "on", "1", "True", "YES"})
  void yes(String text) {
    assertTrue(host.load(env("KVMCORE_FORCE_DOWNLOAD", text)).forceDownload());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "false", "off", "0", "Off"})
  void no(String text) {
    assertFalse(
        host.load(extra("force_download=yes"), extra("force_download=" + text)).forceDownload());
  }
}
