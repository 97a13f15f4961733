package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.Lifetime;
import io.github.kvmcore.spec.source.SettingsSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a cluster is wanted. */
class LifetimeTest {
  private final SettingsFixture host = new SettingsFixture();

  @ParameterizedTest
  @CsvSource({
    "90, PT90S",
    "90s, PT90S",
    "90m, PT90M",
    "8h, PT8H",
    "7d, P7D",
    "2w, P14D",
    "8 H, PT8H",
    "3650d, P3650D",
    "never, PT0S",
    "NEVER, PT0S"
  })
  void times(String text, String duration) {
    Lifetime read = host.load(SettingsSource.flag("--ttl", "vm_ttl", text)).limits().lifetime();
    assertEquals(new Lifetime(Duration.parse(duration), true), read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0h", "3651d", "-1h", "8 hours", "1.5h", "h", "99999999999d", "٣h"})
  void noTimes(String text) {
    KvmcoreException refused =
        assertThrows(
            KvmcoreException.class, () -> host.load(SettingsSource.flag("--ttl", "vm_ttl", text)));
    assertTrue(refused.text().startsWith("--ttl: vm_ttl: "), refused.text());
  }

  /** A file's counts for new clusters only: so it must not look like an option of this run. */
  @Test
  void whereItIsFrom() {
    assertNull(host.load().limits().lifetime());
    Lifetime file =
        host.load(SettingsSource.flag("kvmcore.yml:1", "vm_ttl", "8h")).limits().lifetime();

    assertEquals(new Lifetime(Duration.ofHours(8), false), file);
  }
}
