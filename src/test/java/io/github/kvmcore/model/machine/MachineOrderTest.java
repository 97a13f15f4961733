package io.github.kvmcore.model.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineOrderTest {
  @Test
  void namesAsPeopleCountThenNumbers() {
    List<String> expected =
        Arrays.asList(
            "db",
            "node",
            "node1",
            "node2",
            "node02-a",
            "node10",
            "node10a",
            "coreos-2",
            "coreos-10");
    List<String> machines = new java.util.ArrayList<>(expected);
    Collections.reverse(machines);
    machines.sort(MachineOrder.by(name -> MachineSpec.index("coreos", name), name -> name));
    assertEquals(expected, machines);
  }

  @Test
  void onlyTheClustersOwnNumbersCount() {
    assertEquals(12, MachineSpec.index("coreos", "coreos-12"));
    for (String name :
        List.of("coreos", "coreos-", "coreos-0", "coreos-01", "coreos-1x", "red-1", "coreos-1-1")) {
      assertEquals(0, MachineSpec.index("coreos", name), name);
    }
    assertEquals(0, MachineSpec.index("coreos", "coreos-9999999999"));
  }
}
