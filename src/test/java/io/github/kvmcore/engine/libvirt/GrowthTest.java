package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the number of programs that a run starts grows with the number of machines. */
class GrowthTest {
  private static final String LOOK = "virsh look";

  /** A program with its verb. Each has its number before it; a batch of questions is quoted. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\d+ (virsh|qemu-img|ip|openssl|ssh-keygen)( -q -c \\S+)? ('echo|\\S+).*",
          Pattern.DOTALL);

  private final SimulatedRuns runs = new SimulatedRuns();

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void onlyWhatIsDoneToAMachineTakesAProgram(int n) {
    String[] create = SimulatedRuns.create(n + "", "--wait", "running");
    // An empty host is seen by one look, and the new machines by two; the image is new, too.
    assertPrograms(
        "ip -4=1, openssl dgst=1, qemu-img check=1, qemu-img create=N, qemu-img info=2, ssh-keygen -q=M, virsh define=N,"
            + " virsh look=3, virsh net-autostart=1, virsh net-define=1, virsh net-start=1,"
            + " virsh start=N",
        n,
        create);
    assertPrograms("ip -4=1, virsh look=4", n, create);
    assertPrograms("ip -4=1, virsh look=4", n, catalogued(n + ""));
    assertPrograms("virsh look=2", n, "list");
    assertPrograms("virsh look=2", n, "status");
    assertPrograms(
        "virsh destroy=N, virsh look=2, virsh net-destroy=1, virsh net-undefine=1, virsh undefine=N",
        n,
        "destroy",
        "--yes");
  }

  /** Of the newest release of the catalogue: nobody need be asked which it is. */
  private static String[] catalogued(String machines) {
    return new String[] {"create", machines, "--wait", "running"};
  }

  /**
   * @param expected each program with how often it runs; N for each machine, M once more
   */
  private void assertPrograms(String expected, int machines, String... run) {
    SimulatedRuns.Result result = runs.run(run);
    assertEquals(0, result.status(), result::toString);
    String counts = counts(runs.ran()).toString();
    assertEquals(
        "{" + expected.replace("N", machines + "").replace("M", machines + 1 + "") + "}",
        counts,
        run[0]);
  }

  private static Map<String, Long> counts(List<String> commands) {
    return commands.stream()
        .map(command -> COMMAND.matcher(command).replaceFirst("$1 $3"))
        .map(command -> command.replace("virsh 'echo", LOOK))
        .collect(Collectors.groupingBy(command -> command, TreeMap::new, Collectors.counting()));
  }
}
