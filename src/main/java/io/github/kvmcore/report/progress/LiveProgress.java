package io.github.kvmcore.report.progress;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a run at a terminal: a line for each machine that the plan has steps for, one for the
 * cluster's own steps, and a bar for each transfer. They stay as they are at the end.
 */
public final class LiveProgress implements Progress {
  /** Rows kept for transfers and for the line with the cursor. */
  private static final int SPARE_ROWS = 3;

  private static final int UPDATE_MILLIS = 200;

  private final LiveScreen screen;
  private final Map<String, LiveLine> lines = new HashMap<>();
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
  private final Map<String, ProgressBar> transfers = new HashMap<>();
  private final String cluster;
  private boolean closed;

  public LiveProgress(Plan plan, PrintStream err, TerminalSize size, boolean colour) {
    this(plan, err, size, colour, System::nanoTime);
  }

  LiveProgress(Plan plan, PrintStream err, TerminalSize size, boolean colour, LongSupplier nanos) {
    this.cluster = plan.cluster();
    this.screen = new LiveScreen(err, size.columns());
    Map<String, Integer> steps = steps(plan);
    int width = steps.keySet().stream().mapToInt(String::length).max().orElse(0);
    steps.forEach(
        (name, count) -> {
          LiveLine line = new LiveLine(name, width, count, colour, nanos);
          lines.put(name, line);
          LiveScreen.Row row = screen.add(line.render(size.columns() - 1));
          bars.put(name, bar(row).setRenderer(line).continuousUpdate().build());
        });
  }

  /** How many rows of a terminal this style needs. */
  static int rows(Plan plan) {
    return steps(plan).size() + SPARE_ROWS;
  }

  /** The number of steps for each line, in the order of the plan. */
  private static Map<String, Integer> steps(Plan plan) {
    Map<String, Integer> steps = new LinkedHashMap<>();
    plan.steps().forEach(step -> steps.merge(name(step, plan.cluster()), 1, Integer::sum));
    return steps;
  }

  private static String name(Step step, String cluster) {
    return step.machine() == null ? cluster : step.machine();
  }

  private static ProgressBarBuilder bar(LiveScreen.Row row) {
    return new ProgressBarBuilder().setConsumer(row).setUpdateIntervalMillis(UPDATE_MILLIS);
  }

  private LiveLine line(Step step) {
    LiveLine line = lines.get(name(step, cluster));
    if (line == null) {
      throw new IllegalArgumentException("not a step of this plan: " + step.id());
    }
    return line;
  }

  @Override
  public void started(Step step) {
    line(step).started(step.title());
  }

  @Override
  public void done(Step step, Duration time) {
    line(step).done(step.title());
  }

  @Override
  public void failed(Step step) {
    line(step).failed(step.title());
  }

  @Override
  public void leftOut(Step step) {
    line(step).leftOut(step.title());
  }

  @Override
  public void reached(String machine, Stage stage) {
    LiveLine line = lines.get(machine);
    if (line != null) {
      line.reached(stage);
    }
  }

  /** Shows a bar; one that is full is left as it is, and what follows gets another. */
  @Override
  public synchronized void transferred(String what, long bytes, long total) {
    if (closed) {
      return;
    }
    ProgressBar bar = transfers.computeIfAbsent(what, name -> transfer(name, total));
    bar.maxHint(total > 0 ? total : -1);
    bar.stepTo(bytes);
    if (total > 0 && bytes >= total) {
      transfers.remove(what);
      close(bar);
    }
  }

  @Override
  public synchronized void unpacked(String what, long bytes) {
    ProgressBar bar = transfers.get(what);
    if (bar != null) {
      bar.setExtraMessage(", unpacked " + ByteSize.text(bytes));
    }
  }

  private ProgressBar transfer(String what, long total) {
    LiveScreen.Row row = screen.add("");
    int room = Math.max(8, row.getMaxRenderedLength() / 3);
    String name = ProgressText.line(what);
    return bar(row)
        .setTaskName(name.length() > room ? name.substring(0, room - 3) + "..." : name)
        .setInitialMax(total > 0 ? total : -1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" MiB", 1 << 20)
        .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .continuousUpdate()
        .build();
  }

  @Override
  public void warn(String text) {
    note(text);
  }

  @Override
  public void note(String text) {
    screen.above(ProgressText.line(text));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    transfers.values().forEach(LiveProgress::close);
    bars.values().forEach(LiveProgress::close);
    screen.end();
  }

  /** Closing a bar draws it for the last time, on the bars' own thread. */
  private static void close(ProgressBar bar) {
    boolean interrupted = Thread.interrupted();
    bar.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
