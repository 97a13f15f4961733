package io.github.kvmcore.apply;

import io.github.kvmcore.exec.DaemonThreads;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How many steps of a kind run at once. Starting guests and making disks is work for processors and
 * disks; removing is mostly waiting for QEMU to end; waiting for machines costs nothing. Pressing a
 * power button costs a moment, and what the guests do then is theirs.
 *
 * <p>Steps that wait for their turn have no thread: a thousand machines would take one each.
 */
final class Lanes implements AutoCloseable {
  private static final int AT_LEAST = 4;
  private static final int MOSTLY_WAITING = 8;

  private final Map<Phase, ExecutorService> lanes = new EnumMap<>(Phase.class);
  private final ExecutorService unbounded =
      Executors.newCachedThreadPool(new DaemonThreads("step"));

  Lanes(int processors) {
    for (Phase phase : Phase.values()) {
      boolean waiting = phase == Phase.DESTROY || phase == Phase.SHUTDOWN;
      int bound = waiting ? MOSTLY_WAITING : Math.max(AT_LEAST, processors);
      lanes.put(phase, Executors.newFixedThreadPool(bound, new DaemonThreads("step")));
    }
  }

  /** Where a step runs when those before it are done. */
  Executor of(Step step) {
    return step.waits() || step.waitsForOff()
        ? unbounded
        : lanes.getOrDefault(step.phase(), unbounded);
  }

  @Override
  public void close() {
    lanes.values().forEach(ExecutorService::shutdownNow);
    unbounded.shutdownNow();
  }
}
