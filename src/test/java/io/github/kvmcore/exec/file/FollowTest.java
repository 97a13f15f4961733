package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.exec.process.TracingCommandRunner;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import io.github.kvmcore.exec.recording.Recorder;
import io.github.kvmcore.exec.recording.Replay;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs whose lines are taken as they come, and programs that talk to a person. */
@Timeout(30)
class FollowTest {
  private final ZtCommandRunner runner = new ZtCommandRunner();
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();

  private static Command sh(String script) {
    return Command.of("sh", "-c", script);
  }

  @Test
  void linesComeWhileTheProgramRuns() throws Exception {
    CountDownLatch came = new CountDownLatch(1);
    // It ends only when its first line was taken.
    Command command = sh("echo one; read -r go < \"$0\"; echo two; echo three >&2; exit 7");
    Path pipe = Files.createTempDirectory("follow").resolve("pipe");
    assertTrue(runner.run(Command.of("mkfifo", pipe.toString())).ok());
    List<String> argv = new ArrayList<>(command.argv());
    argv.add(pipe.toString());
    Thread goer =
        new Thread(
            () -> {
              try {
                if (came.await(20, TimeUnit.SECONDS)) {
                  Files.writeString(pipe, "go\n");
                }
              } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
              }
            });
    goer.start();
    CommandResult result =
        runner.follow(
            Command.of(argv),
            line -> {
              out.add(line);
              came.countDown();
            },
            err::add);
    goer.join();
    Files.delete(pipe);
    Files.delete(pipe.getParent());
    assertEquals(List.of("one", "two"), out);
    assertEquals(List.of("three"), err);
    assertEquals(7, result.exitStatus());
    assertEquals("", result.out() + result.err());
  }

  @Test
  void aProgramWhoseLinesNobodyWantsEnds() {
    CommandResult result =
        runner.follow(
            sh("trap '' PIPE; while :; do echo y || sleep 1; done"),
            line -> {
              throw new IOException("enough");
            },
            err::add);
    assertFalse(result.ok());
    assertTrue(result.time().compareTo(Duration.ofSeconds(10)) < 0, result::toString);
  }

  @Test
  void oneThatIsLateIsKilled() {
    CommandResult result =
        runner.follow(sh("echo a; sleep 20").withLimit(Duration.ofMillis(300)), out::add, err::add);
    assertEquals(CommandResult.TIMED_OUT, result.exitStatus());
    assertEquals(List.of("a"), out);
  }

  @Test
  void oneThatIsNotThereIsToldApartFromOneThatEndsWith127() {
    CommandResult none = runner.follow(Command.of("/no/such"), out::add, err::add);
    assertEquals(CommandResult.NOT_FOUND, none.exitStatus());
    assertEquals("/no/such: not found", none.err());
    CommandResult other = runner.follow(sh("exit 127"), out::add, err::add);
    assertEquals(CommandResult.NOT_FOUND, other.exitStatus());
    assertEquals("", other.err());
  }

  @Test
  void aRecordingHandsTheLinesOverAtTheEnd() {
    Recorder recorder = new Recorder(new HostAccess(runner, null, null, null), "test");
    CommandResult result =
        recorder.access().commands().follow(sh("echo a; echo b >&2"), out::add, err::add);
    assertTrue(result.ok());
    Replay replay = Replay.strict(recorder.recording());
    replay.access().commands().follow(sh("echo a; echo b >&2"), out::add, err::add);
    assertEquals(List.of("a", "a"), out);
    assertEquals(List.of("b", "b"), err);
  }

  @Test
  void theStatusOfAProgramThatHasTheTerminalIsItsOwn() {
    List<String> shown = new ArrayList<>();
    assertEquals(7, new TracingCommandRunner(runner, shown::add).interact(sh("exit 7")));
    assertEquals(List.of("+ sh -c 'exit 7'"), shown);
  }

  @Test
  void aTerminalIsNeitherRecordedNorGivenToWhatIsNotThere() {
    Recorder recorder = new Recorder(new HostAccess(runner, null, null, null), "test");
    CommandRunner recorded = recorder.access().commands();
    KvmcoreException refused =
        assertThrows(KvmcoreException.class, () -> recorded.interact(sh("exit 0")));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    Command none = Command.of("/no/such");
    KvmcoreException missing = assertThrows(KvmcoreException.class, () -> runner.interact(none));
    assertEquals(ExitCode.HOST, missing.exitCode());
    assertTrue(missing.text().contains("can't start such"), missing::text);
  }
}
