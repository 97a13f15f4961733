package io.github.kvmcore.report;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.model.Stage;
import io.github.kvmcore.plan.Step;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A line for each event, for pipes, log files and cron. */
public final class PlainProgress implements Progress {
  private final PrintStream err;
  private final LongSupplier nanos;
  private final Map<String, Long> runningSince = new HashMap<>();
  private final Map<String, Stage> stages = new HashMap<>();
  private final Map<String, TransferMarks> transfers = new HashMap<>();

  public PlainProgress(PrintStream err) {
    this(err, System::nanoTime);
  }

  PlainProgress(PrintStream err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  @Override
  public void started(Step step) {}

  @Override
  public synchronized void done(Step step, Duration time) {
    note(ProgressText.of(step) + " done (" + ProgressText.time(time) + ")");
  }

  @Override
  public synchronized void failed(Step step, String reason) {
    note(ProgressText.of(step) + " failed: " + reason);
  }

  /** Says a stage once, and from the second on how long after the first it was. */
  @Override
  public synchronized void reached(String machine, Stage stage) {
    Stage before = stages.get(machine);
    if (before != null && before.compareTo(stage) >= 0) {
      return;
    }
    stages.put(machine, stage);
    long now = nanos.getAsLong();
    Long since = runningSince.putIfAbsent(machine, now);
    String time =
        since == null ? "" : " (" + ProgressText.time(Duration.ofNanos(now - since)) + ")";
    note(machine + ": " + stage + time);
  }

  @Override
  public synchronized void transferred(String what, long bytes, long total) {
    transfers
        .computeIfAbsent(what, name -> new TransferMarks())
        .at(bytes, total)
        .ifPresent(text -> note(what + ": " + text));
  }

  @Override
  public synchronized void note(String text) {
    err.print(ProgressText.line(text) + "\n");
    err.flush();
  }

  @Override
  public void close() {}
}
