package io.github.kvmcore.report.progress;

import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.plan.Step;
import java.time.Duration;
import java.util.Locale;

/** How events are put into words. */
final class ProgressText {
  private ProgressText() {}

  /** The machine and the title, or the title alone where the step is for the whole cluster. */
  static String of(Step step) {
    return step.machine() == null ? step.title() : step.machine() + ": " + step.title();
  }

  /** As {@code 6.2 s}, from a minute on as {@code 1 min 05 s}. */
  static String time(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 60
        ? String.format(Locale.ROOT, "%d.%d s", seconds, time.toMillisPart() / 100)
        : wholeSeconds(time);
  }

  /** As {@code 6 s}, from a minute on as {@code 1 min 05 s}. */
  static String wholeSeconds(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 60
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
  }

  /** A text as one line: a space for each line break, and nothing that controls a terminal. */
  static String line(String text) {
    return TerminalEscaper.line(Urls.within(text.strip()).replaceAll("\\s*[\r\n\t]+\\s*", " "));
  }
}
