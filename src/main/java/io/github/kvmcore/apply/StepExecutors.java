package io.github.kvmcore.apply;

import io.github.kvmcore.exec.process.DaemonThreads;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Step;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How many steps of a kind run at once. Making disks is work for processors and disks; what libvirt
 * is asked for is mostly waiting, for QEMU to begin or to end; waiting for machines costs nothing.
 *
 * <p>Steps that wait for their turn have no thread: a thousand machines would take one each.
 */
final class StepExecutors implements AutoCloseable {
  private static final int AT_LEAST = 4;

  /**
   * libvirtd does twenty things at once (max_workers in libvirtd.conf), and others than kvmcore
   * have something to ask as well.
   */
  private static final int OF_LIBVIRT = 12;

  private static final Set<Phase> LIBVIRT = EnumSet.of(Phase.VMS, Phase.SHUTDOWN, Phase.DESTROY);

  private final Map<Phase, ExecutorService> executors = new EnumMap<>(Phase.class);
  private final ExecutorService unbounded =
      Executors.newCachedThreadPool(new DaemonThreads("step"));

  StepExecutors(int processors) {
    for (Phase phase : Phase.values()) {
      int bound = LIBVIRT.contains(phase) ? OF_LIBVIRT : Math.max(AT_LEAST, processors);
      executors.put(phase, Executors.newFixedThreadPool(bound, new DaemonThreads("step")));
    }
  }

  /** Where a step runs when those before it are done. */
  Executor of(Step step) {
    return step.waits() || step.waitsForOff()
        ? unbounded
        : executors.getOrDefault(step.phase(), unbounded);
  }

  @Override
  public void close() {
    executors.values().forEach(ExecutorService::shutdownNow);
    unbounded.shutdownNow();
  }
}
