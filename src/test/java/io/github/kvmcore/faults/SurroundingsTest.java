package io.github.kvmcore.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run does the same whatever surrounds it. */
class SurroundingsTest {
  private static final List<String> NO_OPTIONS = List.of();

  private static SimHost host;
  private static Set<String> empty;
  private static Set<String> usual;

  @BeforeAll
  static void up() throws Exception {
    host = new SimHost();
    assertEquals(0, host.run(host.create()).status());
    usual = own();
    assertEquals(0, host.run(host.destroy()).status());
    empty = host.state();
  }

  @AfterAll
  static void down() throws Exception {
    host.close();
  }

  /** What kvmcore itself has made, with its modes. */
  private static Set<String> own() throws Exception {
    return host.state().stream()
        .filter(line -> line.startsWith("images/"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "umask 077",
        "umask 000",
        "unset HOME; umask 022",
        "export LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 LANGUAGE=tr",
        "export LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 LANGUAGE=de",
        "export TMPDIR=/nonexistent",
        "cd /",
      })
  void itDoesTheSame(String surroundings) throws Exception {
    List<String> java =
        surroundings.contains("tr_TR")
            ? List.of("-Duser.language=tr", "-Duser.country=TR")
            : surroundings.contains("de_DE")
                ? List.of("-Duser.language=de", "-Duser.country=DE")
                : surroundings.contains("TMPDIR")
                    ? List.of("-Djava.io.tmpdir=/nonexistent")
                    : surroundings.contains("HOME") ? List.of("-Duser.home=?") : NO_OPTIONS;
    host.emptyCache();
    SimHost.Result create = host.start(surroundings, java, Map.of(), host.create()).result();
    assertEquals(0, create.status(), create::toString);
    assertEquals(usual, own());
    SimHost.Result list =
        host.start(surroundings, java, Map.of(), host.command("list", "-o", "json")).result();
    assertTrue(list.out().contains("\"state\": \"running\""), list::toString);
    SimHost.Result destroy = host.start(surroundings, java, Map.of(), host.destroy()).result();
    assertEquals(0, destroy.status(), destroy::toString);
    assertEquals(names(empty), names(host.state()));
  }

  /** The simulated host's own folders have the modes of the run that made them. */
  private static Set<String> names(Set<String> state) {
    return state.stream().map(line -> line.replaceFirst(" \\d+$", "")).collect(Collectors.toSet());
  }
}
