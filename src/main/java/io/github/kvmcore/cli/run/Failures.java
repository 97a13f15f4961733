package io.github.kvmcore.cli.run;

import io.github.kvmcore.apply.Outcome;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Plan;
import java.util.List;
import java.util.stream.Stream;

/** Tells what failed in a run, and what to do next. */
public final class Failures {
  /** Of a cluster with hundreds of machines, not all are named. */
  private static final int NAMED = 10;

  private static final String AGAIN = "fix the cause and run the same command again";

  private final Session session;
  private final Plan plan;
  private final Outcome outcome;

  private Failures(Session session, Plan plan, Outcome outcome) {
    this.session = session;
    this.plan = plan;
    this.outcome = outcome;
  }

  /** After {@code create}, which undoes what it began. */
  public static void ofCreate(Session session, Plan plan, Outcome outcome) {
    String undone =
        outcome.unfinished().isEmpty()
            ? ""
            : "failed machines were rolled back, except what a warning names; ";
    new Failures(session, plan, outcome).print("made", undone + AGAIN, true);
  }

  /** After {@code destroy}. */
  public static void ofDestroy(Session session, Plan plan, Outcome outcome) {
    new Failures(session, plan, outcome).print("removed", AGAIN, true);
  }

  /** Tells which machines stay as no record says what they have; whether there are any. */
  public static boolean ofUnclaimed(Session session, List<String> unclaimed) {
    unclaimed.forEach(text -> session.tell("kvmcore: " + text));
    return !unclaimed.isEmpty();
  }

  /**
   * After {@code start}, {@code shutdown} or {@code restart}, which undo nothing.
   *
   * @param done what has become of machines for which all went well
   */
  public static void ofLifecycle(Session session, Plan plan, Outcome outcome, String done) {
    new Failures(session, plan, outcome).print(done, AGAIN, false);
  }

  /**
   * After {@code restart --rolling}, which ends at the first failure: what is done, what is left.
   */
  public static void ofRolling(Session session, Plan plan, Outcome outcome) {
    if (outcome.failures().isEmpty()) {
      return;
    }
    Failures failures = new Failures(session, plan, outcome);
    List<String> unfinished = outcome.unfinished();
    List<String> failed = outcome.failures().stream().map(Outcome.Failure::subject).toList();
    List<String> well =
        plan.machines().stream()
            .map(Machine::name)
            .filter(name -> !failed.contains(name) && !unfinished.contains(name))
            .toList();
    failures.print("restarted", "", false);
    failures.say("restarted: " + (well.isEmpty() ? "none" : names(well)));
    if (!unfinished.isEmpty()) {
      List<String> rest = Stream.concat(Stream.of("--rolling"), unfinished.stream()).toList();
      failures.say("next, when the cause is fixed: " + session.next().line("restart", rest));
    }
  }

  /**
   * Tells each failure, and sums them up.
   *
   * @param next what is said at the end where a step failed
   * @param always also where a machine is not {@code done} because a program was too late
   */
  private void print(String done, String next, boolean always) {
    outcome.causes().forEach((message, subjects) -> say(names(subjects) + ": " + message));
    List<String> unfinished = outcome.unfinished();
    if (!unfinished.isEmpty()) {
      say("not " + done + ": " + names(unfinished) + " (" + ofAll(unfinished.size()) + ")");
    }
    // One that is not shut down in time is named above.
    long late =
        outcome.failures().stream()
            .filter(it -> it.exitCode() == ExitCode.TIMEOUT && !unfinished.contains(it.subject()))
            .count();
    if (late > 0) {
      say("late: " + ofAll((int) late));
    }
    boolean failed = outcome.exitCode() == ExitCode.STEP_FAILED;
    if (outcome.exitCode() == ExitCode.INTERRUPTED) {
      say("interrupted; the same command goes on from here");
    } else if (!next.isEmpty() && (failed || (always && !unfinished.isEmpty()))) {
      say(next);
    }
  }

  private String ofAll(int count) {
    int all = plan.machines().size();
    return count + " of " + all + (all == 1 ? " machine" : " machines");
  }

  private static String names(List<String> machines) {
    String some = String.join(" ", machines.subList(0, Math.min(NAMED, machines.size())));
    return machines.size() <= NAMED ? some : some + " and " + (machines.size() - NAMED) + " more";
  }

  private void say(String text) {
    session.tell("kvmcore: " + text);
  }
}
