package io.github.kvmcore.report;

import io.github.kvmcore.model.Stage;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** A machine's line: its name, what it is at, and for how long it has been worked on. */
final class LiveLine implements ProgressBarRenderer {
  private final String name;
  private final int nameWidth;
  private final boolean colour;
  private final LongSupplier nanos;
  private int stepsLeft;
  private String text = "waiting";
  private Style style = Style.DIM;
  private Stage stage = Stage.MISSING;
  private long begun = -1;
  private long ended = -1;

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
    if (style == Style.RED) {
      return;
    }
    if (begun < 0) {
      begun = nanos.getAsLong();
    }
    style = Style.PLAIN;
    text = ProgressText.line(title);
  }

  synchronized void done() {
    stepsLeft--;
    if (stepsLeft == 0 && style != Style.RED) {
      style = Style.GREEN;
      text = "done: " + text;
      ended = nanos.getAsLong();
    }
  }

  /** The first failure stays. */
  synchronized void failed(String title, String reason) {
    if (style != Style.RED) {
      style = Style.RED;
      text = "failed: " + ProgressText.line(title) + ": " + ProgressText.line(reason);
      ended = nanos.getAsLong();
    }
  }

  /** What comes of the line's own failure is no news. */
  synchronized void leftOut() {
    if (style != Style.RED) {
      style = Style.RED;
      text = "left out";
      ended = nanos.getAsLong();
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
    if (begun < 0) {
      return "";
    }
    return ended < 0
        ? "  " + ProgressText.wholeSeconds(Duration.ofNanos(nanos.getAsLong() - begun))
        : "  " + ProgressText.time(Duration.ofNanos(ended - begun));
  }
}
