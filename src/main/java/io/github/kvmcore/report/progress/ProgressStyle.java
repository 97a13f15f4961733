package io.github.kvmcore.report.progress;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.plan.Plan;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The ways in which progress is shown. */
public enum ProgressStyle {
  QUIET,
  PLAIN,
  LIVE;

  /**
   * Chooses: live lines need a terminal that can move its cursor and has a row for each of them.
   *
   * @param terminal whether standard error is a terminal
   * @param quiet whether the user wants failures only
   * @param term the environment's TERM; null where it is unset
   */
  public static ProgressStyle of(
      boolean terminal, boolean quiet, @Nullable String term, Plan plan, TerminalSize size) {
    if (quiet) {
      return QUIET;
    }
    boolean able = term != null && !term.isEmpty() && !term.equals("dumb");
    return terminal && able && LiveProgress.rows(plan) <= size.rows() ? LIVE : PLAIN;
  }

  /**
   * Begins to show progress; to be closed at the end.
   *
   * @param err standard error
   * @param colour whether live lines are coloured
   */
  public Progress open(Plan plan, PrintStream err, TerminalSize size, boolean colour) {
    return switch (this) {
      case QUIET -> new QuietProgress(err);
      case PLAIN -> new PlainProgress(err);
      case LIVE -> new LiveProgress(plan, err, size, colour);
    };
  }
}
