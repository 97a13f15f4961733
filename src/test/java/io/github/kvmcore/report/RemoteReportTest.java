package io.github.kvmcore.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.TerminalEscaperTest;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.remote.RemoteRun;
import io.github.kvmcore.report.text.RemoteLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RemoteReportTest {
  private static final RemoteRun GOOD =
      new RemoteRun("coreos-1", 0, null, "a\nb\n", "", false, Duration.ofMillis(12));
  private static final RemoteRun BAD =
      new RemoteRun("coreos-2", 7, null, "", "no\n", true, Duration.ofMillis(9));
  private static final RemoteRun OFF = RemoteRun.not("coreos-3", "does not run");

  private static RemoteReport report(RemoteRun... runs) {
    return new RemoteReport("coreos", List.of("ls", "-l"), List.of(runs));
  }

  @Test
  void asJsonAndYaml() {
    RemoteReport report = report(GOOD, BAD, OFF);
    String json = report.text(OutputFormat.JSON);
    Schemas.assertValid("exec", json, report.text(OutputFormat.YAML));
    assertTrue(json.contains("\"exit_status\": 7"), json);
    assertTrue(json.contains("\"out\": \"a\\nb\\n\""), json);
  }

  @Test
  void failuresInTheOrderOfTheMachines() {
    assertEquals(
        List.of(
            "coreos-2 ended with exit status 7",
            "coreos-3 does not run",
            "failed on 2 of 3 machines"),
        report(GOOD, BAD, OFF).failures());
    assertEquals(List.of(), report(GOOD).failures());
    assertEquals("done on 1 machine", report(GOOD).success());
  }

  @Test
  void manyFailuresAreNotAllNamed() {
    RemoteRun[] runs =
        IntStream.rangeClosed(1, 300)
            .mapToObj(i -> RemoteRun.not("coreos-" + i, "does not run"))
            .toArray(RemoteRun[]::new);
    List<String> failures = report(runs).failures();
    assertEquals(12, failures.size());
    assertEquals("and 290 more", failures.get(10));
    assertEquals("failed on 300 of 300 machines", failures.get(11));
  }

  @Test
  void linesAreWholeAlignedAndAtATerminalHarmless() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    RemoteLines lines =
        new RemoteLines(
            new RemoteLines.Stream(new PrintStream(out, false, UTF_8), false, false),
            new RemoteLines.Stream(new PrintStream(err, false, UTF_8), true, true),
            9);
    lines.out("coreos-1", "plain \u001b[31mred");
    lines.out("coreos-10", "");
    lines.err("coreos-1", "a\u001b[2Jb\u0007");
    assertEquals("coreos-1 | plain \u001b[31mred\ncoreos-10|\n", out.toString(UTF_8));
    assertEquals("\u001b[33mcoreos-1 |\u001b[0m ab\\u0007\n", err.toString(UTF_8));
  }

  /** Each line there is, for whatever splits lines, begins with the name of who printed it. */
  @Inputs(400)
  void noMachineForgesALineOfAnother(@ForAll("texts") String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RemoteLines.Stream stream =
        new RemoteLines.Stream(new PrintStream(out, false, UTF_8), true, false);
    new RemoteLines(stream, stream, 8).out("coreos-1", text.replace("\n", ""));
    String shown = out.toString(UTF_8);
    for (String line : shown.split("[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]")) {
      assertTrue(line.startsWith("coreos-1|"), () -> shown.replace("\u001b", "<ESC>"));
    }
    assertFalse(TerminalEscaperTest.FORBIDDEN.matcher(shown).find(), shown);
  }

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Test
  void progressIsReadableAndWritesOverNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RemoteLines.Stream stream =
        new RemoteLines.Stream(new PrintStream(out, false, UTF_8), true, false);
    new RemoteLines(stream, stream, 8).out("coreos-1", "10 %\r20 %\rkvmcore: done\r");
    assertEquals("coreos-1| 10 %\ncoreos-1| 20 %\ncoreos-1| kvmcore: done\n", out.toString(UTF_8));
  }

  @Test
  void nobodyReadsAnyMore() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    RemoteLines.Stream stream =
        new RemoteLines.Stream(new PrintStream(closed, false, UTF_8), false, false);
    RemoteLines lines = new RemoteLines(stream, stream, 8);
    assertThrows(IOException.class, () -> lines.out("coreos-1", "x"));
  }
}
