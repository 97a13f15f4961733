package io.github.kvmcore.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * As {@code FaultAnywhereTest}, with real processes: those that hang and hear no signal, that leave
 * a child which holds their outputs, that print without end, that die.
 *
 * <p>All of it with {@code -Dkvmcore.whole=true} or {@code processes}; else every {@value
 * #SAMPLE}th case.
 */
class ProcessFaultsTest {
  private static final int SAMPLE = 37;

  private static final List<List<String>> ACTIONS =
      List.of(
          List.of("fail", "1", "error: it does not work today\\n", ""),
          List.of("fail-during", "1", "error: it does not work today\\n", ""),
          List.of("fail-after", "1", "error: it does not work today\\n", ""),
          List.of("fail", "1", "error: pool 'x' has asynchronous jobs running\\n", ""),
          List.of("fail-after", "1", "error: Cannot recv data: Connection reset by peer\\n", ""),
          List.of("hang", "600", ""),
          List.of("hang", "600", "deaf"),
          List.of("hang-after", "600", "tree"),
          List.of("signal", "KILL"),
          List.of("signal-during", "SEGV"),
          List.of("garbage", "5000"),
          List.of("flood", "40"));

  private static SimHost host;
  private static Set<String> empty;

  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private int count;

  /** What goes wrong in which command of a run; number and identity as in a trace. */
  private record Case(String verb, String command, List<String> action) {}

  @BeforeAll
  static void up() throws Exception {
    host = new SimHost();
    ok(host.run(host.create()));
    ok(host.run(host.destroy()));
    empty = host.state();
  }

  @AfterAll
  static void down() throws Exception {
    host.close();
  }

  private static void ok(SimHost.Result result) {
    assertEquals(0, result.status(), result::toString);
  }

  private static String[] arguments(String verb) {
    return switch (verb) {
      case "create" -> host.create();
      case "destroy" -> host.destroy();
      default -> host.command(verb);
    };
  }

  /** Brings the host to where the run begins. */
  private static void prepare(String verb) throws Exception {
    host.emptyCache();
    if (!verb.equals("create")) {
      ok(host.run(host.create()));
    }
    if (verb.equals("start")) {
      ok(host.run(host.command("shutdown")));
    }
  }

  /** The commands of a run, one of those that differ only by the machine. */
  private static List<String> commands(String verb) throws Exception {
    prepare(verb);
    host.trace();
    ok(host.run(arguments(verb)));
    Map<String, String> one = new TreeMap<>();
    for (String command : host.traced()) {
      String kind =
          command.replaceAll("[0-9a-f-]{36}", "UUID").replaceAll(host.cluster() + "-\\d", "NAME");
      if (!SimHost.isWhole()) {
        one.putIfAbsent(kind, command);
      } else {
        one.put(command, command);
      }
    }
    host.mend();
    ok(host.run(host.destroy()));
    return List.copyOf(one.values());
  }

  @TestFactory
  Stream<DynamicTest> faults() throws Exception {
    List<Case> all = new ArrayList<>();
    List<String> verbs =
        SimHost.isWhole()
            ? List.of("create", "start", "shutdown", "restart", "destroy")
            : List.of("create", "destroy");
    for (String verb : verbs) {
      for (String command : commands(verb)) {
        ACTIONS.forEach(action -> all.add(new Case(verb, command, action)));
      }
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < all.size(); i += SimHost.isWhole() ? 1 : SAMPLE) {
      Case one = all.get(i);
      tests.add(DynamicTest.dynamicTest(one.toString(), () -> tryOut(one)));
    }
    int size = tests.size();
    tests.add(DynamicTest.dynamicTest("the count", () -> tell(size, all.size())));
    return tests.stream();
  }

  private void tell(int size, int all) {
    System.out.println(
        "faults of processes: " + count + " tried of " + all + ", exit statuses " + statuses);
    assertTrue(count > size * 3 / 4, "most cases must come to their fault");
  }

  private void tryOut(Case one) throws Exception {
    try {
      prepare(one.verb());
      String[] words = one.command().split("\t", 2);
      host.rule(words[0], words[1], one.action().toArray(String[]::new));
      SimHost.Result result = host.run(arguments(one.verb()));
      boolean met = host.met();
      host.mend();
      assertEquals(List.of(), host.processes(), result::toString);
      if (met) {
        assertTold(one, result);
        statuses.merge(result.status(), 1, Integer::sum);
        count++;
      }
      ok(host.run(host.create()));
      assertEquals(3, host.running(), result::toString);
      ok(host.run(host.destroy()));
      assertEquals(empty, host.state(), result::toString);
    } catch (AssertionError e) {
      host.mend();
      host.run(host.destroy());
      throw new AssertionError(one + ": " + e.getMessage(), e);
    }
  }

  private static void assertTold(Case one, SimHost.Result result) {
    String err = result.err();
    assertTrue(Set.of(0, 1, 4, 6).contains(result.status()), result::toString);
    assertFalse(err.contains("Exception") || err.contains("        at "), result::toString);
    assertTrue(err.length() < 30_000, "too long: " + err.length());
    // Twice the limit, and what it takes to end what is deaf.
    assertTrue(result.time().toSeconds() < 30, result::toString);
    if (result.status() != 0) {
      assertTrue(err.contains("next:") || err.contains("run the same command again"), err);
    }
    if (one.action().get(0).equals("hang") && result.status() != 0) {
      assertTrue(err.contains("killed after 2 s"), err);
    }
  }
}
