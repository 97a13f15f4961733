package io.github.kvmcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvmcore.exec.recording.Entry;
import io.github.kvmcore.exec.recording.Recording;
import io.github.kvmcore.failure.TerminalEscaperTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A guest prints what looks like another machine's line, or like kvmcore's own. */
class ForgedOutputTest {
  private static final String FORGED =
      "1 %\rcoreos-2| 2 %\r\u001b[2K\u202ekvmcore: done\u2028coreos-2| x\u200b\udb40\udc41\n";

  private static final String PRINTED =
      "1 %|coreos-2| 2 %|\\u202ekvmcore: done\\u2028coreos-2| x\\u200b\\U000e0041";

  @Test
  void severalMachinesForgeNoLineInAPipe() throws IOException {
    RunHost host = ran(List.of(), "exec -i /root/key --on 1,2 hostname");
    for (String line : PRINTED.split("\\|(?! )")) {
      assertTrue(host.out().contains("coreos-1| " + line + "\n"), host.out());
    }
    assertFalse(TerminalEscaperTest.FORBIDDEN.matcher(host.out()).find(), host.out());
  }

  @Test
  void oneMachineForgesNoLineAtATerminal() throws IOException {
    RunHost host = ran(List.of("+ terminal out"), "exec --no-color -i /root/key --on 1 hostname");
    for (String line : host.out().lines().toList()) {
      assertTrue(line.startsWith("coreos-1| "), host.out());
    }
    assertFalse(TerminalEscaperTest.FORBIDDEN.matcher(host.out()).find(), host.out());
  }

  @Test
  void textOfOneMachineIsPassedOnInAPipe() throws IOException {
    RunHost host = ran(List.of(), "exec -i /root/key --on 1 hostname");
    assertEquals("coreos-1| " + FORGED, host.out());
  }

  /** A link where a machine's console log should be could show any file of root's. */
  @Test
  void logsOfALinkAreRefused() throws IOException {
    GoldenRun run = new GoldenRun(List.of("+ host logs"), "$ kvmcore logs coreos-1", List.of());
    RunHost host = new RunHost(run, ForgedOutputTest::linked);
    assertEquals(
        List.of(
            "! kvmcore: coreos-1: can't show the console log"
                + " /var/log/libvirt/qemu/coreos-1-console.log: it is a symbolic link, not a"
                + " regular file",
            "!   next: kvmcore info --cluster coreos coreos-1",
            "= 1"),
        host.lines());
  }

  private static Recording linked(Recording recording) {
    List<Entry> entries = recording.entries().stream().map(ForgedOutputTest::linked).toList();
    return new Recording(recording.version(), recording.kvmcore(), entries);
  }

  private static Entry linked(Entry entry) {
    if (entry instanceof Entry.FileAccess file
        && file.operation().equals("stat")
        && file.path().endsWith("coreos-1-console.log")) {
      ObjectNode answer = ((ObjectNode) file.answer()).put("kind", "LINK");
      return new Entry.FileAccess(
          file.operation(), file.path(), file.arguments(), file.text(), answer, file.error());
    }
    return entry;
  }

  private static RunHost ran(List<String> more, String command) throws IOException {
    List<String> before = new java.util.ArrayList<>(List.of("+ host exec", "+ asks less"));
    before.addAll(more);
    GoldenRun run = new GoldenRun(before, "$ kvmcore " + command, List.of());
    RunHost host = new RunHost(run, ForgedOutputTest::forged);
    host.lines();
    return host;
  }

  private static Recording forged(Recording recording) {
    List<Entry> entries = recording.entries().stream().map(ForgedOutputTest::forged).toList();
    return new Recording(recording.version(), recording.kvmcore(), entries);
  }

  private static Entry forged(Entry entry) {
    return entry instanceof Entry.Run run && run.argv().contains("192.168.222.11")
        ? new Entry.Run(
            run.argv(), run.input(), run.outputFile(), run.exitStatus(), FORGED, "", run.millis())
        : entry;
  }
}
