package io.github.kvmcore.exec.recording;

import static io.github.kvmcore.exec.recording.Recordings.recorder;
import static io.github.kvmcore.exec.recording.Recordings.roundTrip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which question gets which answer, and what is said where there is none. */
class ReplayTest {
  private static Recording three() {
    return new Recording(
        1,
        "1",
        List.of(
            run("first", "virsh", "list", "--all"),
            run("second", "virsh", "list", "--all"),
            run("", "qemu-img", "info", "x")));
  }

  private static Entry run(String out, String... argv) {
    return new Entry.Run(List.of(argv), null, null, 0, out, "", 5);
  }

  @Test
  void eachAnswerIsGivenOnce() {
    Replay replay = Replay.strict(three());
    Command list = Command.of("virsh", "list", "--all");
    assertEquals("first", replay.access().commands().run(list).out());
    assertEquals(List.of("virsh list --all", "qemu-img info x"), replay.unused());
    assertEquals("second", replay.access().commands().run(list).out());
    KvmcoreException e =
        assertThrows(KvmcoreException.class, () -> replay.access().commands().run(list));
    assertTrue(e.text().contains("no more answers to:\n  virsh list --all\n"), e.text());
    assertEquals(List.of("qemu-img info x"), replay.unused());
  }

  @Test
  void aLenientReplayRepeatsTheLast() {
    Replay replay = Replay.lenient(three());
    Command list = Command.of("virsh", "list", "--all");
    for (String out : List.of("first", "second", "second", "second")) {
      assertEquals(out, replay.access().commands().run(list).out());
    }
  }

  @Test
  void anUnexpectedCommandShowsTheNearest() {
    for (Replay replay : List.of(Replay.strict(three()), Replay.lenient(three()))) {
      KvmcoreException e =
          assertThrows(
              KvmcoreException.class,
              () -> replay.access().commands().run(Command.of("qemu-img", "inf", "y")));
      assertEquals(ExitCode.STEP_FAILED, e.exitCode());
      assertEquals(
          """
          the recording has no answer to:
            qemu-img inf y
          The nearest recorded one:
            qemu-img info x
          They differ from:  y
               recorded as: o x""",
          e.text());
    }
  }

  @Test
  void theInputBelongsToTheCommand() {
    Recorder recorder = recorder();
    recorder.access().commands().run(Command.of("cat").withInput("a\nb"));
    Replay replay = roundTrip(recorder);
    KvmcoreException e =
        assertThrows(
            KvmcoreException.class,
            () -> replay.access().commands().run(Command.of("cat").withInput("a\nc")));
    assertTrue(e.text().contains("cat <<< 'a\nb'"), e.text());
  }
}
