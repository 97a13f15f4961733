package io.github.kvmcore.apply;

import io.github.kvmcore.engine.CommandErrors;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Runs a plan: each step as soon as those before it are done, so many at a time as the host bears.
 * Where a machine's step fails, the others go on, and what this run made of that machine is undone.
 */
public final class Applier {
  private final ActionRunner actions;
  private final Progress progress;
  private final int processors;
  private final StepResults results = new StepResults();

  /** Steps that changed nothing, as their first command was refused. */
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  private final Set<Thread> active = ConcurrentHashMap.newKeySet();

  /**
   * @param errors what failures of commands mean
   * @param images brings a base image into the cache
   * @param processors the host's, by which the number of parallel steps is chosen
   */
  public Applier(
      HostAccess access,
      CommandErrors errors,
      Consumer<ImageRequest> images,
      MachineWaiter waiter,
      Progress progress,
      int processors) {
    this.actions = new ActionRunner(access, errors, images, waiter, progress::deleted);
    this.progress = progress;
    this.processors = processors;
  }

  /** Runs the plan to its end. Failures are told in the outcome; nothing is thrown. */
  public Outcome apply(Plan plan) {
    try (StepExecutors executors = new StepExecutors(processors)) {
      Map<String, CompletableFuture<Void>> running = new HashMap<>();
      for (Step step : plan.steps()) {
        CompletableFuture<?>[] before =
            step.after().stream().map(running::get).toArray(CompletableFuture<?>[]::new);
        running.put(
            step.id(),
            CompletableFuture.allOf(before).thenRunAsync(() -> attempt(step), executors.of(step)));
      }
      await(CompletableFuture.allOf(running.values().toArray(CompletableFuture<?>[]::new)));
      undo(plan);
      return results.outcome(plan);
    }
  }

  /** Where this thread is interrupted, nothing begins any more, and what runs is interrupted. */
  private void await(CompletableFuture<?> all) {
    try {
      all.get();
    } catch (InterruptedException e) {
      results.interrupted();
      active.forEach(Thread::interrupt);
      all.join();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void attempt(Step step) {
    active.add(Thread.currentThread());
    try {
      if (results.mayBegin(step)) {
        run(step);
      } else {
        results.leftOut(step);
        progress.leftOut(step);
      }
    } finally {
      active.remove(Thread.currentThread());
      boolean unused = Thread.interrupted(); // the thread goes on to another step
    }
  }

  private void run(Step step) {
    long start = System.nanoTime();
    progress.started(step);
    results.begun(step);
    Action current = step.actions().get(0);
    try {
      for (Action action : step.actions()) {
        current = action;
        actions.perform(action);
      }
      progress.done(step, Duration.ofNanos(System.nanoTime() - start));
    } catch (KvmcoreException e) {
      // An interrupt has many forms: a file's writing ends by it as well.
      boolean interrupted = Thread.currentThread().isInterrupted();
      if (current.equals(step.actions().get(0)) && e instanceof RefusedCommandException) {
        refused.add(step.id());
      }
      failed(step, interrupted ? interruption(e) : e);
    } catch (InterruptedException e) {
      failed(step, interruption(e));
    } catch (RuntimeException e) {
      // A bug in one step must not keep the others from being finished or undone.
      failed(step, KvmcoreException.failed("kvmcore itself failed: " + e, e));
    }
  }

  private static KvmcoreException interruption(Exception e) {
    return new KvmcoreException(ExitCode.INTERRUPTED, "interrupted", e);
  }

  private void failed(Step step, KvmcoreException cause) {
    results.failed(step, cause);
    if (cause.exitCode() == ExitCode.INTERRUPTED) {
      progress.leftOut(step);
    } else {
      progress.failed(step);
    }
  }

  private void undo(Plan plan) {
    List<Step> steps = results.toUndo(plan.steps());
    Set<String> stuck = new HashSet<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      String subject = Objects.requireNonNullElse(step.machine(), step.id());
      // A guest that could not be stopped needs its disk, and the next run its claim.
      if (!stuck.contains(subject) && !undo(step)) {
        stuck.add(subject);
      }
    }
  }

  private boolean undo(Step step) {
    try {
      for (Action action : step.undo()) {
        actions.perform(action);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      if (refused.contains(step.id())) {
        return true; // for the same reason, and there is nothing to undo
      }
      String reason = e instanceof KvmcoreException failure ? failure.text() : e.toString();
      progress.warn("could not undo " + step.id() + ", so the rest of it is left: " + reason);
      return false;
    }
  }
}
