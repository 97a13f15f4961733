package io.github.kvmcore;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on security names for each threat a test that there is. */
class SecurityPageTest {
  private static final Path PAGE = Path.of("docs/explanation/security.md");
  private static final Path TESTS = Path.of("src/test");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\|([^|\\n]+)\\|([^|\\n]+)\\|([^|\\n]+)\\|$");
  private static final Pattern CLASS = Pattern.compile("`(\\w+(?:Test|IT))`");
  private static final Pattern ATTACK = Pattern.compile("`attacks/([a-z-]+)`");
  private static final Pattern PLAN = Pattern.compile("[Pp]lans? `([a-z-]+)\\*?`");

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult it) -> it.group(1)).toList();
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> all = Files.walk(TESTS)) {
      return all.map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(toSet());
    }
  }

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    Set<String> missing = new TreeSet<>(found(CLASS, page()));
    assertTrue(missing.size() > 20, () -> "it names few tests: " + missing);
    missing.removeAll(classes());
    assertEquals(Set.of(), missing);
    for (String attack : found(ATTACK, page())) {
      assertTrue(Files.isDirectory(TESTS.resolve("attacks").resolve(attack)), attack);
    }
    for (String plan : found(PLAN, page())) {
      try (Stream<Path> plans = Files.list(Path.of("test-fixtures/plans"))) {
        assertTrue(plans.anyMatch(it -> it.getFileName().toString().startsWith(plan)), plan);
      }
    }
  }

  @Test
  void everyThreatNamesATest() throws IOException {
    String threats = page().substring(page().indexOf("## Threats"));
    List<MatchResult> rows =
        ROW.matcher(threats.substring(0, threats.indexOf("## Not defended")))
            .results()
            .filter(row -> !row.group(1).contains("---") && !row.group(1).strip().equals("threat"))
            .toList();
    assertTrue(rows.size() > 20, () -> rows.size() + " threats");
    for (MatchResult row : rows) {
      boolean shown =
          Stream.of(CLASS, ATTACK, PLAN).anyMatch(it -> it.matcher(row.group(3)).find());
      assertTrue(shown, row::group);
    }
  }

  @Test
  void everyKindOfAttackStandsThere() throws IOException {
    try (Stream<Path> kinds = Files.list(TESTS.resolve("attacks"))) {
      Set<String> all =
          kinds
              .filter(Files::isDirectory)
              .map(path -> path.getFileName().toString())
              .collect(toSet());
      all.remove("programs"); // which the attacks share
      all.removeAll(found(ATTACK, page()));
      assertEquals(Set.of(), all);
    }
  }
}
