package io.github.kvmcore.cli.create;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a create says that made no machine. */
class PhaseSummaryTest {
  private static Step step(String id, @Nullable String machine, int runs) {
    Action run = new Action.Run(Command.of("true"));
    List<Action> does = Collections.nCopies(runs, run);
    return new Step(id, Phase.DISKS, machine, "disk", does, List.of(), List.of());
  }

  @Test
  void countsTheDisksOfMachinesAlone() {
    List<Step> steps =
        List.of(
            step("group", null, 1),
            step("pool", null, 1),
            step("base", null, 3),
            step("disk:a-1", "a-1", 1),
            step("data:a-1", "a-1", 2),
            step("disk:a-2", "a-2", 3));
    assertEquals(
        "made: 2 disks, 2 data disks; left out: download, init, vms",
        PhaseSummary.of(new Plan("a", List.of(), steps, List.of()), EnumSet.of(Phase.DISKS)));
  }
}
