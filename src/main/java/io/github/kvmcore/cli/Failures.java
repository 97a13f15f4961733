package io.github.kvmcore.cli;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.plan.Plan;
import java.util.List;

/** Tells what failed in a run, and what to do next. */
final class Failures {
  private Failures() {}

  static void print(Session session, Plan plan, Outcome outcome) {
    if (outcome.failures().isEmpty()) {
      return;
    }
    for (Outcome.Failure failure : outcome.failures()) {
      session.err().println("kvmcore: " + failure.subject() + ": " + failure.message());
    }
    List<String> failed =
        outcome.failures().stream().map(Outcome.Failure::subject).distinct().toList();
    long machines =
        plan.machines().stream().filter(machine -> failed.contains(machine.name())).count();
    if (outcome.exitCode() == ExitCode.TIMEOUT) {
      session
          .err()
          .println("kvmcore: " + machines + " of " + plan.machines().size() + " machines are late");
    } else {
      session
          .err()
          .println(
              "kvmcore: what this run had begun of the failed machines was undone; run the same"
                  + " command again when the cause is mended");
    }
  }
}
