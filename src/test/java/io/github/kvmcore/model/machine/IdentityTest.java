package io.github.kvmcore.model.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final long SEED = 20260101;

  /** Never to change: machines of earlier versions would no longer be known. */
  @Test
  void staysTheSame() {
    assertEquals(
        "9db9961f-cd8d-5ced-8a1b-aaca36a0ed9b", Identity.uuid("coreos", "coreos-1").toString());
    assertEquals("52:50:b7:2d:2e:c1", Identity.mac("coreos", "coreos-1", ""));
    assertEquals("kvmcore-coreos", Identity.networkName("coreos"));
    assertEquals(Identity.uuid("coreos", "network/kvmcore-coreos"), Identity.networkUuid("coreos"));
  }

  @Test
  void manyAreValidAndDistinct() {
    Random random = new Random(SEED);
    Set<String> macs = new HashSet<>();
    Set<UUID> uuids = new HashSet<>();
    for (int cluster = 0; cluster < 100; cluster++) {
      String name = "c" + Long.toString(random.nextLong() >>> 1, 36);
      for (int index = 1; index <= 100; index++) {
        String mac = Identity.mac(name, name + "-" + index, "");
        assertTrue(mac.matches("52(:[0-9a-f]{2}){5}"), mac);
        int first = Integer.parseInt(mac.substring(0, 2), 16);
        assertEquals(2, first & 3, "locally administered, unicast");
        assertTrue(macs.add(mac), mac);
        UUID uuid = Identity.uuid(name, name + "-" + index);
        assertEquals(5, uuid.version());
        assertEquals(2, uuid.variant());
        assertTrue(uuids.add(uuid));
      }
    }
  }

  @Test
  void theSaltTellsHostsApart() {
    assertNotEquals(Identity.mac("a", "a-1", "one"), Identity.mac("a", "a-1", "other"));
  }

  @Test
  void theSpreadIsWithinItsBound() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      int bound = 1 + random.nextInt(1 << 16);
      int found = Identity.spread("c" + i, bound);
      assertTrue(found >= 0 && found < bound);
    }
  }
}
