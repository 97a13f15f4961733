package io.github.kvmcore.spec.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.spec.text.BadValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As Ansible's documentation of inventories has it, and its {@code expand_hostname_range}. */
class HostPatternTest {
  @ParameterizedTest
  @CsvSource({
    "web, web",
    "web:2222, web",
    "node[01:03], node01 node02 node03",
    "node[01:03]:22, node01 node02 node03",
    "node[1:3], node1 node2 node3",
    "node[8:10], node8 node9 node10",
    "node[:2], node0 node1 node2",
    "node[0:1], node0 node1",
    "node[a:c], nodea nodeb nodec",
    "node[1:10:4], node1 node5 node9",
    "node[a:e:2]-x, nodea-x nodec-x nodee-x",
    "r[1:2]n[a:b], r1na r1nb r2na r2nb",
    "node[5:5], node5"
  })
  void names(String pattern, String expected) {
    assertEquals(expected, String.join(" ", HostPattern.expand(pattern, 1000)));
  }

  @ParameterizedTest
  @CsvSource({
    "node[3:1], a range must not end before it begins",
    "node[c:a], a range must not end before it begins",
    "node[1], a range is [begin:end] or [begin:end:step]",
    "node[1:2:3:4], a range is [begin:end] or [begin:end:step]",
    "node[1:], a range is of numbers or of letters from a to z",
    "node[a:9], a range is of numbers or of letters from a to z",
    "node[A:C], a range is of numbers or of letters from a to z",
    "node[-1:2], a range is of numbers or of letters from a to z",
    "node[01:100], a range that begins with 0 must end with as many digits",
    "node[1:9:0], a range's step must be 1 or more",
    "node[1:9999999999], a range is of numbers or of letters from a to z"
  })
  void refused(String pattern, String reason) {
    BadValueException e =
        assertThrows(BadValueException.class, () -> HostPattern.expand(pattern, 1000));
    assertEquals("'" + pattern + "': " + reason, e.reason());
  }

  @Test
  void whatIsTooMuchIsRefusedBeforeItIsMade() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (String pattern :
              new String[] {
                "node[1:100000000]",
                "node[1:1001]",
                "n[1:900][1:900][1:900][1:900]",
                "n[000:999]x[0:1]"
              }) {
            BadValueException e =
                assertThrows(BadValueException.class, () -> HostPattern.expand(pattern, 1000));
            assertTrue(e.reason().contains("names more than "), e.reason());
          }
        });
  }
}
