package io.github.kvmcore.report.progress;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.plan.Step;
import java.io.PrintStream;
import java.time.Duration;

/** Prints warnings only. */
public final class QuietProgress implements Progress {
  private final PrintStream err;

  public QuietProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void started(Step step) {}

  @Override
  public void done(Step step, Duration time) {}

  @Override
  public void failed(Step step) {}

  @Override
  public void leftOut(Step step) {}

  @Override
  public void reached(String machine, Stage stage) {}

  @Override
  public void transferred(String what, long bytes, long total) {}

  @Override
  public void note(String text) {}

  @Override
  public synchronized void warn(String text) {
    err.print(ProgressText.line(text) + "\n");
    err.flush();
  }

  @Override
  public void close() {}
}
