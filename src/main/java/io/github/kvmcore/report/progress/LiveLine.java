package io.github.kvmcore.report.progress;

import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.report.text.Style;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * A machine's line: its name, its current step, and for how long its steps have run. The clock
 * stands still while the machine only waits for steps of others, such as the image's.
 */
final class LiveLine implements ProgressBarRenderer {
  private static final String WAITING = "waiting";

  private final String name;
  private final int nameWidth;
  private final boolean colour;
  private final LongSupplier nanos;
  private int stepsLeft;
  private String text = WAITING;
  private Style style = Style.DIM;
  private Stage stage = Stage.MISSING;
  private final Set<String> running = new HashSet<>();
  private long runningSince;
  private long worked;
  private boolean begun;

  /**
   * Makes the line of a machine that nothing has been done for.
   *
   * @param steps how many steps it has
   */
  LiveLine(String name, int nameWidth, int steps, boolean colour, LongSupplier nanos) {
    this.name = name;
    this.nameWidth = nameWidth;
    this.stepsLeft = steps;
    this.colour = colour;
    this.nanos = nanos;
  }

  synchronized void started(String title) {
    begun = true;
    if (running.isEmpty()) {
      runningSince = nanos.getAsLong();
    }
    running.add(title);
    if (style != Style.RED) {
      style = Style.PLAIN;
      text = ProgressText.line(title);
    }
  }

  synchronized void done(String title) {
    end(title);
    stepsLeft--;
    if (style == Style.RED) {
      return;
    }
    if (stepsLeft == 0) {
      style = Style.GREEN;
      text = "done: " + text;
    } else if (running.isEmpty()) {
      style = Style.DIM;
      text = WAITING;
    }
  }

  private void end(String title) {
    if (running.remove(title) && running.isEmpty()) {
      worked += nanos.getAsLong() - runningSince;
    }
  }

  /** The first failure stays. */
  synchronized void failed(String title) {
    end(title);
    if (style != Style.RED) {
      style = Style.RED;
      text = "failed: " + ProgressText.line(title);
    }
  }

  /** What comes of the line's own failure is no news. */
  synchronized void leftOut(String title) {
    end(title);
    if (style != Style.RED) {
      style = Style.RED;
      text = "left out";
    }
  }

  synchronized void reached(Stage now) {
    if (now.compareTo(stage) > 0 && style == Style.PLAIN) {
      stage = now;
      text = now.toString();
    }
  }

  @Override
  public String render(ProgressState state, int maxLength) {
    return render(maxLength);
  }

  synchronized String render(int maxLength) {
    String line = name + " ".repeat(nameWidth - name.length()) + "  " + text + time();
    return style.apply(line.length() > maxLength ? line.substring(0, maxLength) : line, colour);
  }

  private String time() {
    if (!running.isEmpty()) {
      long now = worked + nanos.getAsLong() - runningSince;
      return "  " + ProgressText.wholeSeconds(Duration.ofNanos(now));
    }
    boolean waits = style == Style.DIM;
    return begun && !waits ? "  " + ProgressText.time(Duration.ofNanos(worked)) : "";
  }
}
