package io.github.kvmcore.report.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.Owned;
import io.github.kvmcore.report.Plans;
import io.github.kvmcore.report.Shells;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs scripts with a real shell. */
class ShellScriptRunTest {
  private static final ShellScript SCRIPT = new ShellScript(Path.of("/none"));
  private static final String ALL_BYTES = everyCharacter();

  @TempDir Path folder;

  private static String everyCharacter() {
    StringBuilder text = new StringBuilder("'\"$HOME `id` $(id) \\ \\n %s \\\\\n\n-n\nEND\n~\r\n");
    for (char c = 1; c < 0x900; c++) {
      text.append(c);
    }
    return text.append("\uFFFD \uD83D\uDE00\n").toString();
  }

  private Shells.Outcome run(Action... actions) {
    return Shells.sh(SCRIPT.of(Plans.of(actions), "test:///default"), folder.resolve("bin"));
  }

  /** Every file below the folder: its mode and its text, byte by byte. */
  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        String text =
            Files.isDirectory(path)
                ? "/"
                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        tree.put(root.relativize(path).toString(), mode + " " + text);
      }
    }
    return tree;
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void makesTheSameTree() throws IOException {
    Path root = folder.resolve("it's a \"$tree\"\n\\ `here`");
    Files.createDirectories(root.resolve("gone/deep"));
    Files.writeString(root.resolve("gone/deep/file"), "x");
    Files.writeString(root.resolve("deleted"), "x");
    Files.createDirectory(root.resolve("empty"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    String word = "a b'c\"d$e\nf\\";

    Shells.Outcome outcome =
        run(
            new Action.MakeDirectory(root.resolve("shared"), 0777),
            new Action.MakeDirectory(root.resolve("shared"), 0711),
            new Action.MakeDirectory(root.resolve("closed"), 0755),
            new Action.MakeDirectory(root.resolve("closed"), 0700),
            new Action.MakeDirectory(root.resolve("without"), 0711),
            new Action.DeleteIfEmpty(Owned.path(root.resolve("without"))),
            new Action.DeleteIfEmpty(Owned.path(root.resolve("without"))),
            new Action.WriteFile(root.resolve("whole"), ALL_BYTES, 0644, null),
            new Action.WriteFile(root.resolve("no break"), ALL_BYTES + "end", 0600, null),
            new Action.WriteFile(root.resolve("empty file"), "", 0755, null),
            new Action.WriteFile(
                root.resolve("breaks"), "\n\n", 0640, System.getProperty("user.name")),
            new Action.WriteFile(root.resolve("old"), "new\n", 0600, null),
            new Action.Move(root.resolve("old"), root.resolve("shared/-new")),
            new Action.DeleteIfEmpty(Owned.path(root.resolve("shared"))),
            new Action.Run(
                Command.of("printf", "%s|", word, "", "*", "~", "#", "é")
                    .withOutputFile(root.resolve("words"))),
            new Action.Run(
                Command.of("cat").withInput(ALL_BYTES).withOutputFile(root.resolve("fed"))),
            new Action.Run(
                Command.of("cat").withInput("x\n\ny").withOutputFile(root.resolve("fed2"))),
            new Action.Run(Command.of("cat").withOutputFile(root.resolve("no input"))),
            new Action.Delete(Owned.path(root.resolve("deleted"))),
            new Action.Delete(Owned.path(root.resolve("deleted"))),
            new Action.Delete(Owned.path(root.resolve("empty"))),
            new Action.Delete(Owned.path(root.resolve("link"))),
            new Action.DeleteTree(Owned.path(root.resolve("gone"))),
            new Action.DeleteTree(Owned.path(root.resolve("gone"))));

    assertEquals(new Shells.Outcome(0, "", ""), outcome);
    Map<String, String> expected = new TreeMap<>();
    expected.put("", "rwx------ /");
    expected.put("shared", "rwxrwxrwx /");
    expected.put("closed", "rwx------ /");
    expected.put("shared/-new", "rw------- new\n");
    expected.put("whole", "rw-r--r-- " + bytes(ALL_BYTES));
    expected.put("no break", "rw------- " + bytes(ALL_BYTES + "end"));
    expected.put("empty file", "rwxr-xr-x ");
    expected.put("breaks", "rw-r----- \n\n");
    expected.put("words", "rw------- " + bytes(word + "||*|~|#|é|"));
    expected.put("fed", "rw------- " + bytes(ALL_BYTES));
    expected.put("fed2", "rw------- x\n\ny");
    expected.put("no input", "rw------- ");
    assertEquals(expected, tree(root));
    assertTrue(Files.exists(outside.resolve("kept")));
  }

  @Test
  void endsAtTheFirstFailure() {
    Path after = folder.resolve("after");
    Shells.Outcome outcome =
        run(
            new Action.Run(Command.of("sh", "-c", "echo no >&2; exit 3")),
            new Action.MakeDirectory(after, 0700));
    assertEquals(new Shells.Outcome(3, "", "no\n"), outcome);
    assertFalse(Files.exists(after));
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "old");
    Shells.Outcome outcome = run(new Action.WriteFile(file, "new", 0600, "no-such-user"));
    assertEquals(1, outcome.status());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aDirectoryIsNotWrittenInto() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Shells.Outcome outcome = run(new Action.WriteFile(directory, "x\n", 0600, null));
    assertEquals("kvmcore: " + directory + " is a directory\n", outcome.err());
    assertEquals(1, outcome.status());
    assertEquals(Map.of("", "rwxr-xr-x /"), tree(directory));
  }

  @Test
  void toleratedIsTheNamedFailureOnly() {
    String fails = "echo out; echo \"error: it's *active*\" >&2; exit 5";
    Action.Run run = new Action.Run(Command.of("sh", "-c", fails), "it's *active");
    assertEquals(new Shells.Outcome(0, "out\n", "error: it's *active*\n"), run(run));
    Action.Run other = new Action.Run(Command.of("sh", "-c", fails), "s*a");
    assertEquals(new Shells.Outcome(5, "out\n", "error: it's *active*\n"), run(other));
    Action.Run well = new Action.Run(Command.of("cat").withInput("in\n"), "x");
    assertEquals(new Shells.Outcome(0, "in\n", ""), run(well));
  }

  @Test
  void nothingBeginsWhereAProgramIsMissing() {
    Path made = folder.resolve("made");
    Shells.Outcome outcome =
        run(new Action.MakeDirectory(made, 0700), new Action.Run(Command.of("no-such-program")));
    assertEquals(new Shells.Outcome(4, "", "kvmcore: no-such-program is not installed\n"), outcome);
    assertFalse(Files.exists(made));
  }

  @Test
  void aScriptCutShortDoesNothing() {
    Path made = folder.resolve("made");
    Action make = new Action.MakeDirectory(made, 0700);
    String script = SCRIPT.of(Plans.of(make), "test:///default");
    Shells.Outcome outcome = Shells.sh(script.substring(0, script.length() - 14), null);
    assertTrue(outcome.status() != 0, outcome.toString());
    assertFalse(Files.exists(made));
  }

  @Test
  void waitsUntilAMachineAnswers() throws IOException {
    String addressAtSecondTime =
        """
        case "$*" in
          *domstate*) echo running; echo ;;
          *lease*) [ -e "$0.asked" ] && echo ' vnet0 52:54:00:00:00:01 ipv4 10.0.0.7/24'
            touch "$0.asked" ;;
        esac
        """;
    Shells.program(folder.resolve("bin"), "virsh", addressAtSecondTime);
    Shells.program(folder.resolve("bin"), "ssh-keyscan", "[ \"$4\" = 10.0.0.7 ] && echo key\n");
    Shells.Outcome outcome =
        run(await(WaitLevel.RUNNING, 1), await(WaitLevel.SSH, 9), await(WaitLevel.ADDRESS, 1));
    assertEquals(new Shells.Outcome(0, "10.0.0.7\n", ""), outcome);
  }

  @Test
  void waitingHasAnEnd() throws IOException {
    Shells.program(folder.resolve("bin"), "virsh", "echo shut off\n");
    assertEquals(
        new Shells.Outcome(6, "", "kvmcore: after 1 s it is still not so: coreos-1: running\n"),
        run(await(WaitLevel.RUNNING, 1)));
  }

  private static Action await(WaitLevel level, int seconds) {
    return new Action.Await(Plans.machine("coreos-1", null), level, Duration.ofSeconds(seconds));
  }

  /**
   * A virsh whose domstate says these lines, one each time, and which writes down what it is told.
   */
  private void virshSays(String... states) throws IOException {
    String script =
        """
        case "$*" in
          *domstate*)
            sed -n 1p "$0.states"
            [ "$(wc -l <"$0.states")" -eq 1 ] || sed -i 1d "$0.states"
            ;;
          *uri*) ;;
          *) echo "$4 $5 ${6-}" >>"$0.told" ;;
        esac
        """;
    Shells.program(folder.resolve("bin"), "virsh", script);
    Files.writeString(folder.resolve("bin/virsh.states"), String.join("\n", states) + "\n");
    Files.deleteIfExists(folder.resolve("bin/virsh.told"));
  }

  private String told() throws IOException {
    Path told = folder.resolve("bin/virsh.told");
    return Files.exists(told) ? Files.readString(told) : "";
  }

  private static Action off(int seconds, boolean force) {
    return new Action.AwaitOff(Plans.machine("coreos-1", null), Duration.ofSeconds(seconds), force);
  }

  private static final Shells.Outcome DONE = new Shells.Outcome(0, "", "");
  private static final String DESTROYED =
      "destroy 00000000-0000-0000-0000-000000000001 --graceful\n";

  @Test
  void waitsUntilAMachineIsOff() throws IOException {
    for (String before : List.of("running (booted)", "paused (shutting down)")) {
      virshSays(before, "shut off (shutdown)");
      assertEquals(DONE, run(off(20, false)));
      assertEquals("", told(), "it is not asked again within the first seconds");
    }
    virshSays("");
    assertEquals(DONE, run(off(20, false)), "one that is gone is off");
  }

  @Test
  void asksAMachineToShutDownAgain() throws IOException {
    virshSays("running", "running", "running", "shut off (shutdown)");
    assertEquals(DONE, run(off(20, false)));
    assertEquals("shutdown 00000000-0000-0000-0000-000000000001 \n", told());
  }

  @Test
  void aMachineThatDoesNotShutDown() throws IOException {
    virshSays("running (booted)");
    String late = "kvmcore: coreos-1 did not shut down within 1 s\n";
    assertEquals(new Shells.Outcome(6, "", late), run(off(1, false)));
    assertEquals("", told());
    assertEquals(DONE, run(off(1, true)));
    assertEquals(DESTROYED, told());
  }

  @Test
  void aPausedMachineDoesNotShutDown() throws IOException {
    virshSays("paused (user)");
    String paused = "kvmcore: coreos-1 is paused (user), so it can't shut down\n";
    assertEquals(new Shells.Outcome(1, "", paused), run(off(9, false)));
    assertEquals(DONE, run(off(9, true)));
    assertEquals(DESTROYED, told());
  }
}
