package io.github.kvmcore.apply;

import io.github.kvmcore.failure.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param failures the steps that failed, in the order in which they did; empty: all is done
 * @param unfinished the machines with a step that failed or was left out, in the plan's order; not
 *     those that are only late
 * @param interrupted whether the run was told to end before its end
 */
public record Outcome(List<Failure> failures, List<String> unfinished, boolean interrupted) {
  public Outcome {
    failures = List.copyOf(failures);
    unfinished = List.copyOf(unfinished);
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
    if (interrupted) {
      return ExitCode.INTERRUPTED;
    }
    if (failures.isEmpty()) {
      return ExitCode.DONE;
    }
    return failures.stream().allMatch(it -> it.exitCode() == ExitCode.TIMEOUT)
        ? ExitCode.TIMEOUT
        : ExitCode.STEP_FAILED;
  }

  /**
   * What failed, each cause once: by its message, the machines or steps that failed for it. An
   * interrupt is none.
   */
  public Map<String, List<String>> causes() {
    Map<String, List<String>> causes = new LinkedHashMap<>();
    for (Failure failure : failures) {
      if (failure.exitCode() != ExitCode.INTERRUPTED) {
        causes.computeIfAbsent(failure.message(), it -> new ArrayList<>()).add(failure.subject());
      }
    }
    return causes;
  }

  /** Whether a step failed in this way. */
  public boolean has(ExitCode exitCode) {
    return failures.stream().anyMatch(it -> it.exitCode() == exitCode);
  }
}
