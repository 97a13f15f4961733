package io.github.kvmcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's table of what became of the playbook's command lines, variables and limits. */
class PlaybookTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

  private static final String BEFORE =
      """
      + file /here/hosts [coreos_servers]\\ncoreos-1\\n
      + locked /run/kvmcore/kvmcore-coreos.lock kvmcore create, process 17 of root
      $ %s
      """;

  /** The tables' rows, as cells. */
  private static List<List<String>> rows() {
    try {
      String readme = Files.readString(Path.of("README.md"));
      String section = readme.substring(readme.indexOf("## From the playbook"));
      return section
          .substring(0, section.indexOf("\n## "))
          .lines()
          .filter(line -> line.startsWith("| "))
          .map(line -> List.of(line.substring(2).split(" \\|( |$)")))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stream<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(match -> match.group(1));
  }

  static List<String> commandLines() {
    return rows().stream()
        .map(cells -> cells.get(1))
        .filter(cell -> cell.startsWith("`kvmcore "))
        .flatMap(PlaybookTest::quoted)
        .map(text -> text.startsWith("kvmcore ") ? text : "kvmcore " + text)
        .toList();
  }

  /** It comes as far as the cluster's lock, or to where it would ask libvirt. */
  @ParameterizedTest
  @MethodSource("commandLines")
  void theCommandLineIsUnderstood(String commandLine) throws IOException {
    GoldenRun run = GoldenRun.parse(BEFORE.formatted(commandLine)).get(0);
    List<String> lines = new RunHost(run).lines();
    Matcher status = Pattern.compile("= (\\d+).*").matcher(lines.get(lines.size() - 1));
    assertEquals(true, status.matches(), lines::toString);
    assertFalse(Set.of("1", "2", "3").contains(status.group(1)), lines::toString);
  }

  @Test
  void noVariableIsLeftOut() {
    Set<String> expected =
        SettingDefinitions.all().stream()
            .filter(SettingDefinition::fromSeed)
            .map(SettingDefinition::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> told =
        rows().stream()
            .flatMap(cells -> quoted(cells.get(0)))
            .filter(text -> text.matches("[a-z]+_[a-z_]+"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, told);
  }

  @Test
  void noLimitIsLeftOut() {
    List<String> numbers =
        rows().stream().map(cells -> cells.get(0)).filter(cell -> cell.matches("\\d+")).toList();
    assertEquals(IntStream.rangeClosed(1, 14).mapToObj(Integer::toString).toList(), numbers);
  }
}
