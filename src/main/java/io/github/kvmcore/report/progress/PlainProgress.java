package io.github.kvmcore.report.progress;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.plan.Step;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A line for each event that somebody may want to know of, for pipes, log files and cron. A machine
 * that this run finds as far as it should be has none.
 */
public final class PlainProgress implements Progress {
  private final PrintStream err;
  private final LongSupplier nanos;
  private final Map<String, Long> begun = new HashMap<>();
  private final Set<String> workedOn = new HashSet<>();
  private final Map<String, Stage> stages = new HashMap<>();
  private final Map<String, TransferMarks> transfers = new HashMap<>();
  private final Map<String, Long> unpacked = new HashMap<>();

  public PlainProgress(PrintStream err) {
    this(err, System::nanoTime);
  }

  public PlainProgress(PrintStream err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
  }

  @Override
  public synchronized void started(Step step) {
    String machine = step.machine();
    if (machine != null) {
      begun.put(machine, nanos.getAsLong());
    }
  }

  @Override
  public synchronized void done(Step step, Duration time) {
    if (step.minor()) {
      return;
    }
    if (step.machine() != null) {
      workedOn.add(step.machine());
    }
    note(ProgressText.of(step) + " done (" + ProgressText.time(time) + ")");
  }

  @Override
  public synchronized void failed(Step step) {
    note(ProgressText.of(step) + " failed");
  }

  @Override
  public void leftOut(Step step) {}

  /** Says a stage once, with the time since the wait for the machine began. */
  @Override
  public synchronized void reached(String machine, Stage stage) {
    Stage before = stages.get(machine);
    if (before != null && before.compareTo(stage) >= 0) {
      return;
    }
    stages.put(machine, stage);
    if (before != null || workedOn.contains(machine)) {
      note(machine + ": " + stage + (stage == Stage.RUNNING ? "" : since(machine)));
    }
  }

  private String since(String machine) {
    long now = nanos.getAsLong();
    Duration time = Duration.ofNanos(now - begun.getOrDefault(machine, now));
    return " (" + ProgressText.time(time) + ")";
  }

  @Override
  public synchronized void transferred(String what, long bytes, long total) {
    transfers
        .computeIfAbsent(what, name -> new TransferMarks())
        .at(bytes, total)
        .ifPresent(text -> note(what + ": " + text + inside(what)));
  }

  @Override
  public synchronized void unpacked(String what, long bytes) {
    unpacked.put(what, bytes);
  }

  private String inside(String what) {
    Long bytes = unpacked.get(what);
    return bytes == null ? "" : ", unpacked " + ByteSize.text(bytes);
  }

  @Override
  public void warn(String text) {
    note(text);
  }

  @Override
  public synchronized void note(String text) {
    err.print(ProgressText.line(text) + "\n");
    err.flush();
  }

  @Override
  public void close() {}
}
