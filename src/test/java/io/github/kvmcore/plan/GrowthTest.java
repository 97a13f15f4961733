package io.github.kvmcore.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the number of programs that a run starts grows with the number of machines. */
class GrowthTest {
  private final SimulatedRuns runs = new SimulatedRuns();

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void programsAreStartedForMachinesThatChangeAndForNoOthers(int machines) {
    String number = String.valueOf(machines);
    long n = machines;
    assertPrograms(
        Map.of("qemu-img create", n, "virsh define", n, "virsh start", n),
        SimulatedRuns.create(number));
    assertPrograms(Map.of(), SimulatedRuns.create(number));
    assertPrograms(Map.of(), "list");
    assertPrograms(Map.of(), "status");
    assertPrograms(Map.of(), "inventory");
    assertPrograms(Map.of(), "gc");
    assertPrograms(Map.of("virsh destroy", 1L, "virsh start", 1L), "restart", "--force", "coreos-1");
    assertPrograms(Map.of("virsh destroy", n, "virsh undefine", n), "destroy", "--yes");
  }

  private void assertPrograms(Map<String, Long> expected, String... run) {
    int before = runs.ran().size();
    SimulatedRuns.Result result = runs.run(run);
    assertEquals(0, result.status(), result::toString);
    List<String> ran = runs.ran().subList(before, runs.ran().size());
    System.err.println(String.join(" ", run) + " " + ran.size() + " " + ran.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).toString().substring(0, 300));
  }
}
