package io.github.kvmcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole runs, from the command line to the exit status: each block of test-fixtures/runs/*.txt. To
 * write them again from what comes now, to be read before they are committed: {@code mvn test
 * -Dtest=GoldenRunsTest -Dkvmcore.write-expected=true}.
 */
class GoldenRunsTest {
  private static final Path RUNS = Path.of("test-fixtures", "runs");
  private static final boolean WRITE = Boolean.getBoolean("kvmcore.write-expected");

  @TestFactory
  List<DynamicContainer> runs() throws IOException {
    List<DynamicContainer> all = new ArrayList<>();
    for (Path file : files(RUNS, ".txt")) {
      if (WRITE) {
        write(file, GoldenRun.parse(Files.readString(file)));
      }
      List<GoldenRun> runs = GoldenRun.parse(Files.readString(file));
      List<DynamicTest> tests =
          runs.stream()
              .map(run -> DynamicTest.dynamicTest(run.command(), () -> check(run)))
              .toList();
      all.add(DynamicContainer.dynamicContainer(file.toString(), tests));
    }
    return all;
  }

  private static void check(GoldenRun run) throws IOException {
    RunHost host = new RunHost(run);
    List<String> lines = host.lines();
    assertEquals(run.with(run.after()), run.with(lines), () -> "changes: " + host.changes());
    assertEquals(List.of(), host.unused(), "recorded, but not run");
    if (!run.changes()) {
      assertEquals(List.of(), host.changes());
    }
  }

  private static void write(Path file, List<GoldenRun> runs) throws IOException {
    List<String> blocks = new ArrayList<>();
    for (GoldenRun run : runs) {
      blocks.add(run.with(new RunHost(run).lines()));
    }
    Files.writeString(file, String.join("\n\n", blocks) + "\n");
  }

  @Test
  void helpFitsATerminal() throws IOException {
    for (GoldenRun run : GoldenRun.parse(Files.readString(RUNS.resolve("help.txt")))) {
      if (!run.command().endsWith("settings")) {
        run.after().forEach(line -> assertTrue(line.length() <= 80 + "| ".length(), line));
      }
    }
  }

  @Test
  void thereAreManyKindsOfMistakes() throws IOException {
    long mistakes = 0;
    for (Path file : files(RUNS, ".txt")) {
      mistakes +=
          GoldenRun.parse(Files.readString(file)).stream()
              .filter(run -> !run.after().contains("= 0") && !run.changes())
              .count();
    }
    assertTrue(mistakes >= 45, "only " + mistakes);
  }

  @Test
  void everyTranscriptIsReplayed() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path file : files(RUNS, ".txt")) {
      GoldenRun.parse(Files.readString(file)).forEach(run -> used.addAll(run.given("host")));
    }
    Set<String> there = new TreeSet<>();
    for (Path file : files(RunHost.TRANSCRIPTS, ".json")) {
      there.add(file.getFileName().toString().replace(".json", ""));
    }
    assertEquals(used, there);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
