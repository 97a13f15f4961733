package io.github.kvmcore.apply;

import io.github.kvmcore.failure.ExitCode;
import java.util.List;

/**
 * How a run ended.
 *
 * @param failures the steps that failed, in the order in which they did; empty: all is done
 */
public record Outcome(List<Failure> failures) {
  public Outcome {
    failures = List.copyOf(failures);
  }

  /**
   * A step that failed.
   *
   * @param subject the machine, or the step's title where it is for the whole cluster
   * @param message what failed, the command, what it said, what to do next; several lines
   */
  public record Failure(String subject, String title, ExitCode exitCode, String message) {}

  /** The gravest of the failures: a failed step tells more than a machine that is late. */
  public ExitCode exitCode() {
    if (failures.isEmpty()) {
      return ExitCode.DONE;
    }
    boolean allLate = failures.stream().allMatch(it -> it.exitCode() == ExitCode.TIMEOUT);
    return allLate ? ExitCode.TIMEOUT : ExitCode.STEP_FAILED;
  }
}
