package io.github.kvmcore.apply;

import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * How many steps of a kind run at once. Starting guests and making disks is work for processors and
 * disks; removing is mostly waiting for QEMU to end; waiting for machines costs nothing. Pressing a
 * power button costs a moment, and what the guests do then is theirs.
 */
final class Lanes {
  private static final int AT_LEAST = 4;
  private static final int MOSTLY_WAITING = 8;

  private final Map<Phase, Semaphore> lanes = new EnumMap<>(Phase.class);
  private final Semaphore unbounded = new Semaphore(Integer.MAX_VALUE);

  Lanes(int processors) {
    for (Phase phase : Phase.values()) {
      boolean waiting = phase == Phase.DESTROY || phase == Phase.SHUTDOWN;
      int bound = waiting ? MOSTLY_WAITING : Math.max(AT_LEAST, processors);
      lanes.put(phase, new Semaphore(bound));
    }
  }

  Semaphore of(Step step) {
    return step.waits() || step.waitsForOff()
        ? unbounded
        : lanes.getOrDefault(step.phase(), unbounded);
  }
}
