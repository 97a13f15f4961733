package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code test-fixtures/plans} that has a {@code case.yml} is a case. To write the
 * expected plans again, on purpose and to be read in the diff: {@code mvn test
 * -Dtest=PlanFixturesTest -Dkvmcore.write-expected=true}.
 */
class PlanFixturesTest {
  private static final Path PLANS = PlanCase.FIXTURES.resolve("plans");

  /** An entry of one of kvmcore's machines, of which gc removes those that are left over. */
  private static final String OWN_MAC = "<host mac='52:";

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(PLANS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("case.yml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static boolean isRefused(PlanCase planCase) {
    return planCase.listing().startsWith("exit status");
  }

  /** Those that have a plan, with its command: what is refused ends before there is one. */
  private static final Map<String, String> PLANNED = planned();

  private static Map<String, String> planned() {
    Map<String, String> planned = new TreeMap<>();
    try {
      for (String name : cases()) {
        PlanCase planCase = new PlanCase(PLANS.resolve(name));
        if (!isRefused(planCase)) {
          planned.put(name, planCase.command);
        }
      }
      return planned;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> plans() {
    return PLANNED.keySet();
  }

  static List<String> creates() {
    return plans().stream().filter(it -> PLANNED.get(it).startsWith("create")).toList();
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
  @MethodSource("plans")
  void planningAgainFromTheStateThatItLeadsToIsEmpty(String name) {
    PlanCase planCase = new PlanCase(PLANS.resolve(name));
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
  @MethodSource("creates")
  void whatIsUndoneIsInNobodysWay(String name) {
    PlanCase planCase = new PlanCase(PLANS.resolve(name));
    SimulatedApply apply = new SimulatedApply(planCase.host);
    Plan plan = planCase.plan();
    apply.run(plan, null);
    apply.undo(plan);
    apply.run(planCase.plan(), null);
  }

  /** What somebody else made is the same before and after, byte for byte. */
  @ParameterizedTest
  @MethodSource("plans")
  void nothingOfSomebodyElsesIsChanged(String name) {
    PlanCase planCase = new PlanCase(PLANS.resolve(name));
    Plan plan = planCase.plan();
    Set<String> machines = names(planCase, plan);
    List<String> before = foreign(planCase, machines);
    new SimulatedApply(planCase.host).run(plan, null);
    assertEquals(before, foreign(planCase, machines));
  }

  /** Of the cluster's machines that there are, or will be. */
  private static Set<String> names(PlanCase planCase, Plan plan) {
    Set<String> names = new TreeSet<>(planCase.hostState().machines(plan.cluster()).keySet());
    plan.machines().forEach(machine -> names.add(machine.name()));
    return names;
  }

  private static List<String> foreign(PlanCase planCase, Set<String> machines) {
    String cluster = planCase.settings().cluster();
    boolean all = planCase.command.startsWith("gc"); // of every cluster
    Stream<String> domains =
        planCase.host.libvirt.domains.values().stream()
            .filter(domain -> !domain.uuid.equals(Identity.uuid(cluster, domain.name).toString()))
            .map(domain -> domain.state + domain.xml);
    // On networks of others the cluster's machines have entries, and no one else has.
    Stream<String> networks =
        planCase.host.libvirt.networks.values().stream()
            .filter(network -> !network.xml.contains("<kvmcore:"))
            .flatMap(network -> network.xml.lines())
            .filter(line -> machines.stream().noneMatch(line::contains))
            .filter(line -> !all || !line.contains(OWN_MAC));
    Stream<String> volumes =
        planCase.host.lvm.volumes.entrySet().stream()
            .filter(it -> isForeign(it.getValue().tags, cluster, all))
            .map(it -> it.getKey() + it.getValue().bytes + it.getValue().tags);
    Stream<String> files = planCase.host.files.list(planCase.host.path("/srv/somebodys")).stream();
    return Stream.of(domains, networks, volumes, files).flatMap(it -> it).toList();
  }

  private static boolean isForeign(Collection<String> tags, String cluster, boolean all) {
    return all
        ? tags.stream().noneMatch(it -> it.startsWith("kvmcore"))
        : !tags.contains("kvmcore.cluster=" + cluster);
  }
}
