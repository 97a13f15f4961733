package io.github.kvmcore.report.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.report.LiveDemo;
import io.github.kvmcore.report.Plans;
import io.github.kvmcore.report.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a terminal shows, and how little is written to it. {@link LiveDemo} is for the eye. */
class LiveProgressTest {
  private static final Step NETWORK = Plans.step(null, "network");
  private static final Step DISK_1 = Plans.step("coreos-1", "disk");
  private static final Step WAIT_1 = Plans.step("coreos-1", "wait");
  private static final Step DISK_10 = Plans.step("coreos-10", "disk");
  private static final Plan PLAN =
      new Plan("coreos", List.of(), List.of(NETWORK, DISK_1, WAIT_1, DISK_10), List.of());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private LiveProgress open(int columns, boolean colour) {
    return new LiveProgress(PLAN, err, new TerminalSize(columns, 24), colour, nanos::get);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void atFirstEveryMachineWaits() {
    try (LiveProgress progress = open(80, false)) {
      assertEquals(
          "coreos     waiting\ncoreos-1   waiting\ncoreos-10  waiting\n", Screen.of(written()));
    }
  }

  @Test
  void inTheEndEveryLineSaysHowItWent() {
    err.print("before\n");
    LiveProgress progress = open(80, false);
    progress.started(NETWORK);
    nanos.addAndGet(1_250_000_000L);
    progress.done(NETWORK, Duration.ZERO);
    progress.started(DISK_1);
    progress.done(DISK_1, Duration.ZERO);
    progress.note("a note\nin one line");
    progress.started(WAIT_1);
    progress.started(DISK_10);
    progress.failed(DISK_10);
    progress.leftOut(DISK_10);
    nanos.addAndGet(65_000_000_000L);
    progress.reached("coreos-1", Stage.SSH);
    progress.reached("coreos-1", Stage.RUNNING);
    progress.reached("somebody else's", Stage.RUNNING);
    progress.done(WAIT_1, Duration.ZERO);
    progress.close();
    progress.close();
    progress.note("after");
    assertEquals(
        """
        before
        a note in one line
        coreos     done: network  1.2 s
        coreos-1   done: answers on ssh  1 min 05 s
        coreos-10  failed: disk  0.0 s
        after
        """,
        Screen.of(written()));
  }

  @Test
  void aStepThatIsLeftOutEndsItsLine() {
    LiveProgress progress = open(80, false);
    progress.failed(DISK_1);
    progress.leftOut(WAIT_1);
    progress.leftOut(DISK_10);
    progress.close();
    assertEquals(
        "coreos     waiting\ncoreos-1   failed: disk\ncoreos-10  left out\n", Screen.of(written()));
  }

  @Test
  void whatIsUnderWayShowsWholeSeconds() {
    LiveProgress progress = open(80, false);
    progress.started(DISK_1);
    nanos.addAndGet(2_900_000_000L);
    progress.close();
    assertTrue(Screen.of(written()).contains("\ncoreos-1   disk  2 s\n"), written());
  }

  @Test
  void timeSpentWaitingForOthersIsNotCounted() {
    LiveProgress progress = open(80, false);
    progress.started(DISK_1);
    nanos.addAndGet(2_000_000_000L);
    progress.done(DISK_1, Duration.ZERO);
    nanos.addAndGet(60_000_000_000L);
    progress.note("before the next step");
    progress.started(WAIT_1);
    nanos.addAndGet(1_000_000_000L);
    progress.done(WAIT_1, Duration.ZERO);
    progress.close();
    assertTrue(Screen.of(written()).contains("\ncoreos-1   done: wait  3.0 s\n"), written());
  }

  @Test
  void aMachineBetweenTwoStepsWaitsWithoutSeconds() {
    LiveProgress progress = open(80, false);
    progress.started(DISK_1);
    nanos.addAndGet(2_000_000_000L);
    progress.done(DISK_1, Duration.ZERO);
    nanos.addAndGet(60_000_000_000L);
    progress.close();
    assertTrue(Screen.of(written()).contains("\ncoreos-1   waiting\n"), written());
  }

  @Test
  void linesAreCutToTheTerminal() {
    LiveProgress progress = open(20, true);
    progress.failed(DISK_1);
    progress.close();
    assertTrue(Screen.of(written()).contains("\ncoreos-1   failed:\n"), Screen.of(written()));
    assertTrue(written().contains("\u001B[31mcoreos-1   failed: \u001B[0m"), written());
  }

  @Test
  void transfersHaveABarBelow() {
    LiveProgress progress = open(70, false);
    progress.transferred("a.img", 50 << 20, 100 << 20);
    progress.transferred("a.img", 100 << 20, 100 << 20);
    progress.transferred("b.img".repeat(9), 1 << 20, -1);
    progress.close();
    progress.transferred("c.img", 1, 2);
    List<String> lines = Screen.of(written()).lines().toList();
    assertEquals(5, lines.size());
    assertTrue(lines.get(3).matches("a\\.img 100% \\[=+\\] 100/100 MiB .*"), lines.get(3));
    assertTrue(
        lines.get(4).matches("b\\.imgb\\.imgb\\.imgb\\.imgb?\\.\\.\\. +\\? .* 1/\\? MiB .*"),
        lines.get(4));
    assertTrue(lines.stream().allMatch(line -> line.length() < 70), lines.toString());
  }

  @Test
  void whatIsUnpackedStandsInTheSameLine() {
    LiveProgress progress = open(100, false);
    progress.unpacked("a.img", 1);
    progress.transferred("a.img", 50 << 20, 100 << 20);
    progress.unpacked("a.img", 120 << 20);
    progress.transferred("a.img", 100 << 20, 100 << 20);
    progress.close();
    List<String> lines = Screen.of(written()).lines().toList();
    assertEquals(4, lines.size());
    assertTrue(
        lines.get(3).matches("a\\.img 100% \\[=+\\] 100/100 MiB .* MiB/s, unpacked 120\\.0 MiB"),
        lines.get(3));
  }

  @Test
  void aLineThatIsAsItWasIsNotWrittenAgain() throws InterruptedException {
    try (LiveProgress progress = open(80, true)) {
      int before = bytes.size();
      Thread.sleep(700);
      assertEquals(before, bytes.size());
      progress.started(DISK_1);
      Thread.sleep(700);
      assertTrue(bytes.size() > before);
      assertFalse(written().substring(before).contains("coreos-10"));
    }
  }

  @Test
  void anInterruptIsKept() {
    LiveProgress progress = open(80, false);
    Thread.currentThread().interrupt();
    progress.close();
    assertTrue(Thread.interrupted());
  }
}
