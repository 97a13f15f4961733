package io.github.kvmcore.tool.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.network.Neighbour;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArpTableTest {
  @Test
  void entriesThatAreOnlyAskedForAreNone() {
    String text =
        """
        IP address       HW type     Flags       HW address            Mask     Device
        10.9.8.84        0x1         0x2         52:E5:f5:95:b6:90     *        br0
        10.9.8.85        0x1         0x0         00:00:00:00:00:00     *        br0
        10.9.8.86        0x1         0x6         52:e5:f5:95:b6:91     *        br0
        strange
        10.9.8.87        0x1         high        52:e5:f5:95:b6:92     *        br0
        """;
    assertEquals(
        List.of("br0 52:e5:f5:95:b6:90 10.9.8.84", "br0 52:e5:f5:95:b6:91 10.9.8.86"),
        ArpTable.read(text).stream().map(ArpTableTest::shown).toList());
    assertEquals(List.of(), ArpTable.read(""));
  }

  private static String shown(Neighbour it) {
    return it.device() + " " + it.mac() + " " + it.address();
  }
}
