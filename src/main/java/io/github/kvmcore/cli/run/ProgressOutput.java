package io.github.kvmcore.cli.run;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.report.progress.ProgressStyle;
import io.github.kvmcore.report.progress.TerminalSize;

/** Chooses how progress is shown. */
public final class ProgressOutput {
  private ProgressOutput() {}

  /** Begins to show a plan's progress, in the way that terminal and options ask for. */
  public static Progress open(Session session, Plan plan) {
    boolean terminal = session.environment().terminal().err();
    boolean quiet = session.options().quiet();
    TerminalSize size =
        terminal && !quiet ? TerminalSize.read(session.access().commands()) : TerminalSize.USUAL;
    String term = session.environment().variables().get("TERM");
    // Commands shown by -v would tear live lines apart.
    boolean live = terminal && !session.options().verbose();
    return ProgressStyle.of(live, quiet, term, plan, size)
        .open(plan, session.environment().err(), size, session.colourWanted());
  }
}
