package io.github.kvmcore.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.TerminalEscaperTest;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/**
 * Whole runs on recorded hosts whose programs, files and servers say something else than they did:
 * no run ends as a bug, with a stack trace or not at all, and nothing of what was said reaches the
 * terminal as it is.
 */
class HostileRunTest {
  private static final Path RUNS = Path.of("test-fixtures", "runs");

  /** They hand on what machines say, and only at a terminal make it harmless. */
  private static final List<String> HANDING_ON = List.of("logs", "exec");

  @Provide
  Arbitrary<GoldenRun> runs() throws IOException {
    try (Stream<Path> files = Files.list(RUNS)) {
      return Arbitraries.of(
          files
              .filter(file -> file.toString().endsWith(".txt"))
              .sorted()
              .flatMap(HostileRunTest::recorded)
              .toList());
    }
  }

  private static Stream<GoldenRun> recorded(Path file) {
    try {
      return GoldenRun.parse(Files.readString(file)).stream()
          .filter(run -> !run.given("host").isEmpty())
          // A terminal is coloured, and shows live lines.
          .filter(run -> run.given("terminal").stream().noneMatch(HostileRunTest::isOutput));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOutput(String terminals) {
    return terminals.contains("out") || terminals.contains("err");
  }

  @Provide
  Arbitrary<List<Recordings.Change>> changes() {
    return Recordings.changes();
  }

  @Inputs(value = 200, times = 20)
  void noneIsABug(
      @ForAll("runs") GoldenRun run, @ForAll("changes") List<Recordings.Change> changes) {
    RunHost host = Judge.of(() -> ran(run, changes)).orElseThrow();
    assertFalse(host.err().contains("a bug in kvmcore"), host.err());
    assertFalse(host.err().contains("        at "), host.err());
    assertHarmless(host.err());
    if (HANDING_ON.stream().noneMatch(word -> run.command().contains(" " + word))) {
      assertHarmless(host.out().replace("\t", " ")); // hosts parts its columns by them
    }
  }

  private static RunHost ran(GoldenRun run, List<Recordings.Change> changes) {
    try {
      RunHost host = new RunHost(run, recording -> Recordings.changed(recording, changes));
      host.lines();
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertHarmless(String text) {
    assertTrue(
        !TerminalEscaperTest.FORBIDDEN.matcher(text).find(), () -> text.replace("\u001b", "<ESC>"));
  }
}
