package io.github.kvmcore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.failure.ExitCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each run of the training goes through to its end, so that what users run is known by it. */
class TrainingTest {
  @TestFactory
  Stream<DynamicTest> everyRunGoesThrough() {
    return Training.runs().stream()
        .map(run -> DynamicTest.dynamicTest(run.toString(), () -> goesThrough(run)));
  }

  private static void goesThrough(Training.Run run) {
    boolean hostless = run.recording().isEmpty();
    // What needs no host asks none.
    HostAccess access =
        hostless ? new HostAccess(null, null, null, null) : Training.recorded(run.recording());
    int expected =
        run.arguments().contains("--no-such-option")
            ? ExitCode.USAGE.status()
            : ExitCode.DONE.status();
    assertEquals(expected, Training.status(run, access));
  }
}
