package io.github.kvmcore.exec;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Ends processes together with all that they started. */
final class ProcessTree {
  /** What a program gets to clear up after SIGTERM, before SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final long POLL_MILLIS = 20;

  private ProcessTree() {}

  /**
   * Sends SIGTERM to all, then SIGKILL to those that live after {@link #GRACE}. Returns when all
   * are gone or were sent SIGKILL; an interrupt does not shorten it and stays pending.
   */
  static void kill(Collection<ProcessHandle> roots) {
    Set<ProcessHandle> all = withDescendants(roots);
    all.forEach(ProcessHandle::destroy);
    awaitEnd(all);
    all.removeIf(process -> !process.isAlive());
    // What was started since, while its parent still lived, is found now.
    withDescendants(all).forEach(ProcessHandle::destroyForcibly);
  }

  /** Parents come first: a shell that lost its child must not go on to the next command. */
  private static Set<ProcessHandle> withDescendants(Collection<ProcessHandle> roots) {
    Set<ProcessHandle> all = new LinkedHashSet<>(roots);
    roots.forEach(root -> root.descendants().forEach(all::add));
    return all;
  }

  private static void awaitEnd(Set<ProcessHandle> processes) {
    long deadline = System.nanoTime() + GRACE.toNanos();
    boolean interrupted = Thread.interrupted();
    while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
