package io.github.kvmcore.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.apply.Outcome.Failure;
import io.github.kvmcore.failure.ExitCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void eachCauseIsToldOnceWithAllThatItMet() {
    Outcome outcome =
        new Outcome(
            List.of(
                new Failure("c-1", "disk", ExitCode.STEP_FAILED, "no space"),
                new Failure("c-2", "start", ExitCode.STEP_FAILED, "no memory"),
                new Failure("c-4", "start", ExitCode.INTERRUPTED, "interrupted"),
                new Failure("c-3", "disk", ExitCode.STEP_FAILED, "no space")),
            List.of("c-1", "c-2", "c-3", "c-4"),
            true);
    assertEquals(
        List.of(
            Map.entry("no space", List.of("c-1", "c-3")), Map.entry("no memory", List.of("c-2"))),
        List.copyOf(outcome.causes().entrySet()));
  }
}
