package io.github.kvmcore.cli.run;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.plan.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells of each step that ended, one way or the other, and of each path that was deleted, besides
 * what the progress shows.
 *
 * @param ended called from the threads that run steps
 * @param gone called from the same threads
 */
record StepWatch(Progress progress, Consumer<Step> ended, Consumer<Path> gone) implements Progress {
  @Override
  public void deleted(Path path) {
    gone.accept(path);
  }

  @Override
  public void started(Step step) {
    progress.started(step);
  }

  @Override
  public void done(Step step, Duration time) {
    ended.accept(step);
    progress.done(step, time);
  }

  @Override
  public void failed(Step step) {
    ended.accept(step);
    progress.failed(step);
  }

  @Override
  public void leftOut(Step step) {
    ended.accept(step);
    progress.leftOut(step);
  }

  @Override
  public void reached(String machine, Stage stage) {
    progress.reached(machine, stage);
  }

  @Override
  public void transferred(String what, long bytes, long total) {
    progress.transferred(what, bytes, total);
  }

  @Override
  public void unpacked(String what, long bytes) {
    progress.unpacked(what, bytes);
  }

  @Override
  public void note(String text) {
    progress.note(text);
  }

  @Override
  public void warn(String text) {
    progress.warn(text);
  }

  @Override
  public void close() {
    progress.close();
  }
}
