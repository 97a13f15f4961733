package io.github.kvmcore.exec.process;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends processes together with all that they started. */
final class ProcessTree {
  /** What a program gets to clear up after SIGTERM, before SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** Of SIGKILL, as what is killed may just have started something. */
  private static final int ROUNDS = 20;

  private static final long POLL_MILLIS = 20;

  private ProcessTree() {}

  /**
   * Sends SIGTERM to all, then SIGKILL to those that live after {@link #GRACE}, until none is left.
   * Also where the roots themselves have ended. An interrupt does not shorten it and stays pending.
   */
  static void kill(Collection<ProcessHandle> roots) {
    if (roots.isEmpty()) {
      return;
    }
    Set<ProcessHandle> all = all(roots);
    all.forEach(ProcessHandle::destroy);
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!all.isEmpty() && System.nanoTime() - deadline < 0) {
      interrupted |= pause();
      all.removeIf(Sessions::hasEnded);
    }
    // What was started since is found now; a thief of time is not waited for without end.
    all.addAll(all(roots));
    for (int round = 0; round < ROUNDS && !all.isEmpty(); round++) {
      all.forEach(ProcessHandle::destroyForcibly);
      interrupted |= pause();
      all = all(roots);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The living ones. Parents come first: a shell that lost its child must not go on to the next
   * command.
   */
  private static Set<ProcessHandle> all(Collection<ProcessHandle> roots) {
    Set<ProcessHandle> all = new LinkedHashSet<>(roots);
    roots.forEach(root -> root.descendants().forEach(all::add));
    Set<Long> sessions = roots.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    all.addAll(Sessions.members(sessions));
    all.removeIf(Sessions::hasEnded);
    return all;
  }

  /** Whether it was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(POLL_MILLIS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
