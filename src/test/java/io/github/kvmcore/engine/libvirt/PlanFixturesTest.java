package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code test-fixtures/plans} that has a {@code case.yml} is a case. To write the
 * expected plans anew, on purpose and to be read in the diff: {@code mvn test
 * -Dtest=PlanFixturesTest -Dkvmcore.write-expected=true}.
 */
class PlanFixturesTest {
  private static final Path PLANS = PlanCase.FIXTURES.resolve("plans");

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(PLANS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("case.yml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plan(String name) throws IOException {
    Path expected = PLANS.resolve(name).resolve("expected.txt");
    String listing = new PlanCase(PLANS.resolve(name)).listing();
    if (Boolean.getBoolean("kvmcore.write-expected")) {
      Files.writeString(expected, listing);
    }
    assertTrue(Files.exists(expected), "there is no " + expected);
    assertEquals(PlanCase.text(expected), listing);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void planningAgainFromTheStateThatItLeadsToIsEmpty(String name) {
    PlanCase planCase = new PlanCase(PLANS.resolve(name));
    if (planCase.listing().startsWith("exit status")) {
      String before = planCase.host.state();
      assertTrue(planCase.listing().startsWith("exit status"));
      assertEquals(before, planCase.host.state(), "a refusal changes nothing");
      return;
    }
    new SimulatedApply(planCase.host).run(planCase.plan(), null);
    List<Step> steps = planCase.planAgain().steps();
    boolean waits = planCase.command.matches("(create|start)\\b.*");
    boolean again = planCase.command.startsWith("restart");
    assertEquals(
        List.of(),
        steps.stream()
            .filter(step -> !(waits || again) || !step.id().startsWith("wait:"))
            .filter(step -> !again || !step.id().matches("(ask|off|vm):.*"))
            .toList());
  }

  /** A run that failed takes back what it made; the next one can do it all again. */
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsUndoneIsInNobodysWay(String name) {
    PlanCase planCase = new PlanCase(PLANS.resolve(name));
    if (!planCase.command.startsWith("create") || planCase.listing().startsWith("exit status")) {
      return;
    }
    SimulatedApply apply = new SimulatedApply(planCase.host);
    Plan plan = planCase.plan();
    apply.run(plan, null);
    apply.undo(plan);
    apply.run(planCase.plan(), null);
  }

  /** What somebody else made is the same before and after, byte for byte. */
  @ParameterizedTest
  @MethodSource("cases")
  void nothingOfSomebodyElsesIsChanged(String name) {
    PlanCase planCase = new PlanCase(PLANS.resolve(name));
    List<String> before = foreign(planCase);
    if (!planCase.listing().startsWith("exit status")) {
      new SimulatedApply(planCase.host).run(planCase.plan(), null);
    }
    assertEquals(before, foreign(planCase));
  }

  private static List<String> foreign(PlanCase planCase) {
    String cluster = planCase.settings().cluster();
    Stream<String> domains =
        planCase.host.libvirt.domains.values().stream()
            .filter(domain -> !domain.uuid.equals(Identity.uuid(cluster, domain.name).toString()))
            .map(domain -> domain.state + domain.xml);
    Stream<String> volumes =
        planCase.host.lvm.volumes.entrySet().stream()
            .filter(
                volume -> volume.getValue().tags.stream().noneMatch(it -> it.startsWith("kvmcore")))
            .map(volume -> volume.getKey() + volume.getValue().bytes);
    Stream<String> files = planCase.host.files.list(planCase.host.path("/srv/somebodys")).stream();
    return Stream.of(domains, volumes, files).flatMap(it -> it).toList();
  }
}
