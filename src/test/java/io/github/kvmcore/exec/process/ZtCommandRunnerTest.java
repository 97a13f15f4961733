package io.github.kvmcore.exec.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.file.FileSink;
import io.github.kvmcore.exec.file.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ZtCommandRunnerTest {
  private final ZtCommandRunner runner = new ZtCommandRunner();
  @TempDir Path folder;

  private static Command sh(String script, String... arguments) {
    String[] argv = new String[arguments.length + 4];
    argv[0] = "sh";
    argv[1] = "-c";
    argv[2] = script;
    argv[3] = "sh";
    System.arraycopy(arguments, 0, argv, 4, arguments.length);
    return Command.of(argv);
  }

  /** The id that the script wrote; waits for it. */
  private static ProcessHandle processIn(Path file) throws Exception {
    while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
      Thread.sleep(10);
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
  }

  private static boolean endsSoon(ProcessHandle process) throws Exception {
    for (int i = 0; i < 200 && isRunning(process); i++) {
      Thread.sleep(10);
    }
    return !isRunning(process);
  }

  /** A zombie that nobody reaps has ended as well. */
  private static boolean isRunning(ProcessHandle process) throws Exception {
    Path stat = Path.of("/proc/" + process.pid() + "/stat");
    return process.isAlive() && Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  @Test
  void keepsTheTwoOutputsApart() {
    CommandResult result = runner.run(sh("echo out; echo err >&2; exit 3"));
    assertEquals(3, result.exitStatus());
    assertEquals("out\n", result.out());
    assertEquals("err\n", result.err());
  }

  @Test
  void speaksUtf8AndTheLanguageOfC() {
    CommandResult result = runner.run(sh("printf '%s ' \"$LC_ALL\"; cat").withInput("zażółć"));
    assertEquals("C zażółć", result.out());
  }

  @Test
  void handsArgumentsOverAsTheyAre() {
    CommandResult result = runner.run(Command.of("printf", "%s|", "a b", "$HOME", "", "'\"*"));
    assertEquals("a b|$HOME||'\"*|", result.out());
  }

  @Test
  void endsTheInputAtOnceWhereThereIsNone() {
    assertEquals(0, runner.run(Command.of("cat").withLimit(Duration.ofSeconds(5))).exitStatus());
  }

  @Test
  void mindsNoInputThatIsNotRead() {
    CommandResult result = runner.run(sh("echo done").withInput("x".repeat(1 << 20)));
    assertEquals(0, result.exitStatus());
    assertEquals("done\n", result.out());
  }

  @Test
  void writesTheOutputIntoAFile() throws Exception {
    Path file = folder.resolve("out");
    CommandResult result =
        runner.run(sh("head -c 300000 /dev/zero; echo err >&2").withOutputFile(file));
    assertTrue(result.ok(), result.explain());
    assertEquals("", result.out());
    assertEquals("err\n", result.err());
    assertEquals(300000, Files.size(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void failsWhereTheOutputFileIsThere() throws Exception {
    Path file = Files.writeString(folder.resolve("out"), "mine");
    CommandResult result = runner.run(sh("echo new").withOutputFile(file));
    assertEquals(127, result.exitStatus());
    assertEquals("can't write " + file + ": File exists", result.err());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void tellsOfAFullDisk() throws Exception {
    FileSink sink = FileSink.create(folder.resolve("out"));
    sink.close();
    // What is written after the closing fails like what a full disk refuses.
    Process endless = new ProcessBuilder("yes").start();
    Pumps pumps = new Pumps(sink, new java.io.ByteArrayOutputStream(), null);
    pumps.setProcessInputStream(endless.getOutputStream());
    pumps.setProcessOutputStream(endless.getInputStream());
    pumps.setProcessErrorStream(endless.getErrorStream());
    pumps.start();
    boolean ended = endless.waitFor(10, TimeUnit.SECONDS);
    endless.destroyForcibly();
    assertTrue(ended, "the program must end when its output can't be written");
    assertTrue(sink.failure().startsWith("can't write " + folder.resolve("out") + ": "));
  }

  @Test
  void saysThatAProgramIsMissing() {
    CommandResult result = runner.run(Command.of("no-such-program", "-x"));
    assertEquals(127, result.exitStatus());
    assertEquals("no-such-program: not found in the folders of PATH", result.err());
  }

  @Test
  void saysThatAFileIsNotExecutable() throws Exception {
    Path file = Files.writeString(folder.resolve("plain"), "text");
    CommandResult result = runner.run(Command.of(file.toString()));
    assertEquals(127, result.exitStatus());
    assertEquals(file + ": permission denied: it is not an executable file", result.err());
  }

  @Test
  void killsGrandchildrenWhenTheTimeIsOver() throws Exception {
    Path file = folder.resolve("pid");
    String script = "sh -c 'sleep 60 & echo $! >\"$0\"; wait' \"$1\"; echo after";
    Command command = sh(script, file.toString()).withLimit(Duration.ofMillis(700));
    CommandResult result = runner.run(command);
    assertEquals(CommandResult.TIMED_OUT, result.exitStatus());
    assertEquals("", result.out());
    assertTrue(
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
            .map(
                process -> {
                  try {
                    return endsSoon(process);
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                })
            .orElse(true));
    assertTrue(result.time().toSeconds() < 4, "took " + result.time());
  }

  @Test
  void killsWhatIgnoresSigterm() {
    Command stubborn = sh("trap '' TERM; echo on; while :; do sleep 0.1; done");
    CommandResult result = runner.run(stubborn.withLimit(Duration.ofMillis(300)));
    assertEquals(CommandResult.TIMED_OUT, result.exitStatus());
    assertEquals("on\n", result.out());
    assertTrue(result.time().toMillis() >= 2300, "no grace: " + result.time());
    assertTrue(result.time().toSeconds() < 5, "took " + result.time());
  }

  @Test
  void anInterruptEndsTheProgram() throws Exception {
    Path file = folder.resolve("pid");
    CompletableFuture<CommandResult> result = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              result.complete(runner.run(sh("echo $$ >\"$1\"; exec sleep 60", file.toString())));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    ProcessHandle process = processIn(file);
    thread.interrupt();
    assertEquals(CommandResult.INTERRUPTED, result.get(10, TimeUnit.SECONDS).exitStatus());
    assertTrue(flag.get(1, TimeUnit.SECONDS), "the interrupt must stay pending");
    assertTrue(endsSoon(process));
  }

  @Test
  void closingEndsAllAndStartsNoMore() throws Exception {
    Path file = folder.resolve("pid");
    CompletableFuture<CommandResult> running =
        CompletableFuture.supplyAsync(
            () -> runner.run(sh("echo $$ >\"$1\"; exec sleep 60", file.toString())));
    ProcessHandle process = processIn(file);
    runner.close();
    assertEquals(CommandResult.INTERRUPTED, running.get(10, TimeUnit.SECONDS).exitStatus());
    assertTrue(endsSoon(process));
    Path made = folder.resolve("made");
    assertEquals(
        CommandResult.INTERRUPTED, runner.run(Command.of("touch", made.toString())).exitStatus());
    assertFalse(Files.exists(made));
  }

  @Test
  void endsWhatSaysMoreThanAnAnswerMay() {
    ZtCommandRunner small = new ZtCommandRunner(SearchPath.ofProcess(), 1000, 10);
    CommandResult result = small.run(Command.of("yes").withLimit(Duration.ofSeconds(20)));
    assertEquals(1, result.exitStatus());
    assertEquals(1000, result.out().length());
    assertEquals("kvmcore: its output is longer than 1000 bytes; it was ended\n", result.err());
    assertTrue(result.time().toSeconds() < 10, "took " + result.time());
  }

  @Test
  void boundsWhatItKeepsForMessages() {
    ZtCommandRunner small = new ZtCommandRunner(SearchPath.ofProcess(), 1000, 10);
    String script =
        "head -c 5000 /dev/zero; i=0; while [ $i -lt 99 ]; do i=$((i+1)); echo $i >&2; done";
    CommandResult result = small.run(sh(script).withoutAnswer());
    assertEquals(0, result.exitStatus());
    assertEquals(10, result.out().length());
    assertEquals("\n97\n98\n99\n", result.err());
  }

  @Test
  void aStatusOfItsOwnIsNoInterrupt() {
    assertEquals(130, runner.run(sh("exit 130")).exitStatus());
    assertEquals(124, runner.run(sh("exit 124")).exitStatus());
    CommandResult died = runner.run(sh("kill -SEGV $$"));
    assertTrue(died.explain().endsWith("exit status 139 (signal 11)"), died::explain);
  }

  /** Whose parent has ended, so that it descends from nobody any more. */
  @Test
  void endsWhatWasLeftToItself() throws Exception {
    Path file = folder.resolve("pid");
    String orphan =
        "(sh -c 'trap \"\" TERM; echo $$ >\"$0\"; while :; do sleep 1; done' \"$1\" &); ";
    Command late = sh(orphan + "sleep 60", file.toString()).withLimit(Duration.ofSeconds(1));
    assertEquals(CommandResult.TIMED_OUT, runner.run(late).exitStatus());
    assertTrue(endsSoon(file));
    Files.delete(file);
    Command died = sh(orphan + "sleep 0.5; kill -KILL $$", file.toString());
    assertEquals(137, runner.run(died).exitStatus());
    assertTrue(endsSoon(file));
  }

  /** Within the time that killing takes by itself. */
  private static boolean endsSoon(Path file) throws Exception {
    long pid = Long.parseLong(Files.readString(file).strip());
    var process = ProcessHandle.of(pid);
    return process.isEmpty() || !isRunning(process.get());
  }

  @Test
  void givesAllAPlaceOfTheirOwnButWhatAsksForTheTerminal() {
    String ids = "echo $$; cut -d' ' -f6 /proc/$$/stat";
    List<String> own = runner.run(sh(ids)).out().lines().toList();
    assertEquals(own.get(0), own.get(1), "it leads its session");
    List<String> other = runner.run(sh(ids, "/dev/tty")).out().lines().toList();
    assertNotEquals(other.get(0), other.get(1));
  }

  @Test
  void leavesADaemonInPeace() throws Exception {
    Path file = folder.resolve("pid");
    String daemon = "(setsid sh -c 'echo $$ >\"$0\"; exec sleep 60' \"$1\" >/dev/null 2>&1 &); ";
    Command late = sh(daemon + "sleep 60", file.toString()).withLimit(Duration.ofSeconds(1));
    assertEquals(CommandResult.TIMED_OUT, runner.run(late).exitStatus());
    ProcessHandle process = processIn(file);
    assertTrue(isRunning(process));
    process.destroy();
  }

  @Test
  void leavesNoThreads() throws Exception {
    runner.run(sh("exit 0"));
    long before = threads();
    Command holder = sh("sleep 30 & exec sleep 30").withLimit(Duration.ofMillis(100));
    for (int i = 0; i < 8; i++) {
      assertEquals(CommandResult.TIMED_OUT, runner.run(holder).exitStatus());
    }
    for (int i = 0; i < 100 && threads() > before; i++) {
      Thread.sleep(20);
    }
    assertTrue(threads() <= before, () -> threads() + " threads, " + before + " before");
  }

  /** Java's own reapers of processes stay for a minute. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().contains("reaper"))
        .count();
  }

  @Test
  void waitsNotForADaemonThatHoldsTheOutput() {
    CommandResult result = runner.run(sh("echo said; sleep 20 &"));
    assertEquals(0, result.exitStatus());
    assertEquals("said\n", result.out());
    assertTrue(result.time().toSeconds() < 15, "took " + result.time());
  }

  @Test
  void runsManyAtOnce() {
    long started = System.nanoTime();
    var all =
        IntStream.range(0, 20)
            .mapToObj(
                i -> {
                  CompletableFuture<String> out = new CompletableFuture<>();
                  new Thread(() -> out.complete(runner.run(sh("sleep 0.5; echo $1", "" + i)).out()))
                      .start();
                  return out;
                })
            .toList();
    for (int i = 0; i < 20; i++) {
      assertEquals(i + "\n", all.get(i).join());
    }
    assertTrue(Duration.ofNanos(System.nanoTime() - started).toSeconds() < 6);
  }
}
