package io.github.kvmcore.apply;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of each step. */
final class Ledger {
  private final Set<String> begun = new HashSet<>();
  private final Map<String, String> broken = new HashMap<>();
  private final Set<String> late = new HashSet<>();
  private final Set<String> failedMachines = new HashSet<>();
  private final List<Outcome.Failure> failures = new ArrayList<>();

  synchronized void begun(Step step) {
    begun.add(step.id());
  }

  synchronized void failed(Step step, KvmcoreException cause) {
    broken.put(step.id(), step.title());
    if (cause.exitCode() == ExitCode.TIMEOUT) {
      late.add(step.id());
    } else {
      markMachine(step);
    }
    String subject = step.machine();
    failures.add(
        new Outcome.Failure(
            subject == null ? step.title() : subject,
            step.title(),
            cause.exitCode(),
            cause.text()));
  }

  /** A step that was not begun, because one before it failed. */
  synchronized void leftOut(Step step) {
    broken.put(step.id(), step.title());
    markMachine(step);
  }

  private void markMachine(Step step) {
    String machine = step.machine();
    if (machine != null) {
      failedMachines.add(machine);
    }
  }

  /** The title of a failed step that this one depends on; null where there is none. */
  synchronized @Nullable String brokenBefore(Step step) {
    return step.after().stream()
        .filter(broken::containsKey)
        .map(broken::get)
        .findFirst()
        .orElse(null);
  }

  /** The begun steps of machines that failed, and failed steps of the whole cluster, in order. */
  synchronized List<Step> toUndo(List<Step> steps) {
    return steps.stream()
        .filter(step -> begun.contains(step.id()) && !late.contains(step.id()))
        .filter(
            step -> {
              String machine = step.machine();
              return machine == null
                  ? broken.containsKey(step.id())
                  : failedMachines.contains(machine);
            })
        .toList();
  }

  synchronized Outcome outcome() {
    return new Outcome(failures);
  }
}
