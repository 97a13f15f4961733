package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.report.progress.PlainProgress;
import io.github.kvmcore.report.progress.ProgressStyle;
import io.github.kvmcore.report.progress.QuietProgress;
import io.github.kvmcore.report.progress.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lines for pipes, quiet runs, and the choice between the styles. */
class ProgressTest {
  private static final Step NETWORK = Plans.step(null, "network kvmcore-coreos");
  private static final Step DISK = Plans.step("coreos-2", "disk");
  private static final Step START = Plans.step("coreos-2", "start");
  private static final Step FOLDERS = Plans.step(null, "folders").asMinor();
  private static final Step WAIT = Plans.step("coreos-2", "wait").asMinor();
  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void events(Progress progress, AtomicLong nanos) {
    progress.started(FOLDERS);
    progress.done(FOLDERS, Duration.ZERO);
    progress.started(NETWORK);
    progress.done(NETWORK, Duration.ofMillis(120));
    progress.started(DISK);
    progress.done(DISK, Duration.ofSeconds(65));
    progress.started(WAIT);
    progress.reached("coreos-2", Stage.RUNNING);
    nanos.addAndGet(6_290_000_000L);
    progress.reached("coreos-2", Stage.RUNNING);
    progress.reached("coreos-2", Stage.SSH);
    progress.reached("coreos-2", Stage.PORT);
    progress.done(WAIT, Duration.ofMillis(6290));
    progress.failed(START);
    progress.leftOut(WAIT);
    progress.note("a\nnote");
    progress.close();
  }

  @Test
  void plain() {
    events(new PlainProgress(err, nanos::get), nanos);
    assertEquals(
        """
        network kvmcore-coreos done (0.1 s)
        coreos-2: disk done (1 min 05 s)
        coreos-2: running
        coreos-2: answers on ssh (6.2 s)
        coreos-2: start failed
        a note
        """,
        written());
  }

  @Test
  void aMachineThatIsFoundAsItShouldBeNeedsNoLine() {
    PlainProgress progress = new PlainProgress(err, nanos::get);
    progress.started(WAIT);
    progress.reached("coreos-2", Stage.SSH);
    progress.done(WAIT, Duration.ZERO);
    assertEquals("", written());
    Step other = Plans.step("coreos-3", "wait").asMinor();
    progress.started(other);
    progress.reached("coreos-3", Stage.RUNNING);
    nanos.addAndGet(1_000_000_000L);
    progress.reached("coreos-3", Stage.SSH);
    assertEquals("coreos-3: answers on ssh (1.0 s)\n", written());
  }

  @Test
  void aMinorStepThatFailsIsTold() {
    new PlainProgress(err).failed(FOLDERS);
    assertEquals("folders failed\n", written());
  }

  @Test
  void quiet() {
    QuietProgress progress = new QuietProgress(err);
    events(progress, nanos);
    progress.warn("a warning");
    assertEquals("a warning\n", written());
  }

  @Test
  void transfersAreSaidAtTheQuartersOnly() {
    PlainProgress progress = new PlainProgress(err);
    for (long mebibyte = 0; mebibyte <= 200; mebibyte++) {
      progress.transferred("a.img", mebibyte * MIB, 200 * MIB);
    }
    progress.transferred("a.img", 200 * MIB, 200 * MIB);
    progress.transferred("a.img", 0, 100 * MIB);
    for (long mebibyte = 0; mebibyte <= 600; mebibyte += 50) {
      progress.transferred("b.img", mebibyte * MIB, -1);
    }
    assertEquals(
        """
        a.img: 0 % of 200.0 MiB
        a.img: 25 % of 200.0 MiB
        a.img: 50 % of 200.0 MiB
        a.img: 75 % of 200.0 MiB
        a.img: 100 % of 200.0 MiB
        a.img: 0 % of 100.0 MiB
        b.img: 0 B
        b.img: 300.0 MiB
        b.img: 550.0 MiB
        """,
        written());
  }

  @Test
  void whatIsUnpackedIsSaidWithTheTransfer() {
    PlainProgress progress = new PlainProgress(err);
    progress.transferred("a.bz2", 0, 100 * MIB);
    progress.unpacked("a.bz2", 70 * MIB);
    progress.transferred("a.bz2", 25 * MIB, 100 * MIB);
    progress.transferred("b.bz2", 0, 100 * MIB);
    assertEquals(
        """
        a.bz2: 0 % of 100.0 MiB
        a.bz2: 25 % of 100.0 MiB, unpacked 70.0 MiB
        b.bz2: 0 % of 100.0 MiB
        """,
        written());
  }

  @Test
  void linesOfSeveralThreadsAreWhole() {
    PrintStream slow =
        new PrintStream(bytes, false, StandardCharsets.UTF_8) {
          @Override
          public void print(String text) {
            super.print(text);
            Thread.yield();
          }
        };
    try (PlainProgress progress = new PlainProgress(slow)) {
      IntStream.range(0, 2000).parallel().forEach(i -> progress.note("line " + i));
    }
    Set<String> expected =
        IntStream.range(0, 2000).mapToObj(i -> "line " + i).collect(Collectors.toSet());
    assertEquals(expected, written().lines().collect(Collectors.toSet()));
    assertEquals(2000, written().lines().count());
  }

  @Test
  void theChoice() {
    Plan plan = new Plan("coreos", List.of(), List.of(NETWORK, DISK), List.of());
    TerminalSize usual = TerminalSize.USUAL;
    assertEquals(ProgressStyle.LIVE, ProgressStyle.of(true, false, "xterm", plan, usual));
    assertEquals(ProgressStyle.QUIET, ProgressStyle.of(true, true, "xterm", plan, usual));
    assertEquals(ProgressStyle.PLAIN, ProgressStyle.of(false, false, "xterm", plan, usual));
    assertEquals(ProgressStyle.PLAIN, ProgressStyle.of(true, false, "dumb", plan, usual));
    assertEquals(ProgressStyle.PLAIN, ProgressStyle.of(true, false, "", plan, usual));
    assertEquals(ProgressStyle.PLAIN, ProgressStyle.of(true, false, null, plan, usual));
    TerminalSize five = new TerminalSize(80, 5);
    assertEquals(ProgressStyle.LIVE, ProgressStyle.of(true, false, "xterm", plan, five));
    TerminalSize four = new TerminalSize(80, 4);
    assertEquals(ProgressStyle.PLAIN, ProgressStyle.of(true, false, "xterm", plan, four));
  }

  @Test
  void theTerminalsSize() {
    assertEquals(new TerminalSize(132, 50), size(0, "50 132\n"));
    assertEquals(TerminalSize.USUAL, size(0, "0 0\n"));
    assertEquals(TerminalSize.USUAL, size(0, "stty?"));
    assertEquals(TerminalSize.USUAL, size(1, "50 132\n"));
  }

  private static TerminalSize size(int status, String out) {
    return TerminalSize.read(
        command -> {
          assertEquals("stty -F /dev/tty size", command.display());
          return new CommandResult(command, status, out, "", Duration.ZERO);
        });
  }
}
