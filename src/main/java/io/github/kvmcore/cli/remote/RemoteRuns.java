package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.session.BoundedParallel;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.exec.process.LineSink;
import io.github.kvmcore.model.remote.RemoteRun;
import io.github.kvmcore.report.text.RemoteLines;
import io.github.kvmcore.tool.ssh.Ssh;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;

/** Runs a command on machines, on many at once. */
final class RemoteRuns {
  private static final int AT_ONCE = 32;

  /** Characters of all machines' outputs together that are held. */
  private static final int HELD = 32 << 20;

  private static final int HELD_AT_MOST = 1 << 20;

  private final Session session;
  private final CommandRunner runner;

  RemoteRuns(Session session) {
    this.session = session;
    this.runner = session.access().commands();
  }

  /** Runs them, and prints their lines as they come. */
  List<RemoteRun> follow(List<RemoteTask> tasks) {
    int width = tasks.stream().mapToInt(task -> task.machine().length()).max().orElse(0);
    RemoteLines lines = session.remoteLines(width, tasks.size() > 1);
    return all(
        tasks,
        (name, ssh) -> {
          LineSink out = line -> lines.out(name, line);
          RefusalSink err = new RefusalSink(line -> lines.err(name, line));
          return run(name, runner.follow(ssh, out, err), err, "", "", false);
        });
  }

  /** Runs them, and holds the beginning of what each of them says. */
  List<RemoteRun> collect(List<RemoteTask> tasks) {
    int limit = Math.min(HELD_AT_MOST, HELD / Math.max(1, tasks.size()));
    return all(
        tasks,
        (name, ssh) -> {
          HeldLines out = new HeldLines(limit);
          HeldLines held = new HeldLines(limit);
          RefusalSink err = new RefusalSink(held);
          CommandResult result = runner.follow(ssh, out, err);
          boolean truncated = out.isTruncated() || held.isTruncated();
          return run(name, result, err, out.text(), held.text(), truncated);
        });
  }

  private static List<RemoteRun> all(
      List<RemoteTask> tasks, BiFunction<String, Command, RemoteRun> how) {
    return BoundedParallel.each(
        tasks, AT_ONCE, task -> task.run(ssh -> how.apply(task.machine(), ssh)));
  }

  private static RemoteRun run(
      String machine,
      CommandResult result,
      RefusalSink said,
      String out,
      String err,
      boolean truncated) {
    Command ssh = result.command();
    int status = result.exitStatus();
    boolean notStarted = status == CommandResult.NOT_FOUND && !result.err().isBlank();
    boolean late = status == CommandResult.TIMED_OUT;
    boolean interrupted = status == CommandResult.INTERRUPTED;
    String error = null;
    if (notStarted) {
      error = "could not be asked: " + result.err().strip();
    } else if (late) {
      error = "was not done within " + ssh.limit().toSeconds() + " s; it may still go on there";
    } else if (interrupted) {
      error = "was interrupted; it may still go on there";
    } else if (status == Ssh.FAILED && said.refused()) {
      error =
          "was refused by its host key: another machine may answer at its address, or the key was"
              + " changed inside";
    } else if (status == Ssh.FAILED) {
      error = "ended with exit status 255: ssh failed, or the command itself ended with that";
    }
    Integer shown = notStarted || late || interrupted ? null : Integer.valueOf(status);
    return new RemoteRun(machine, shown, error, out, err, truncated, result.time());
  }

  /** Notices that ssh refused the machine by its host key. */
  private static final class RefusalSink implements LineSink {
    private final LineSink next;
    private volatile boolean refused;

    RefusalSink(LineSink next) {
      this.next = next;
    }

    @Override
    public void line(String line) throws IOException {
      refused |= line.startsWith(HostKeyRefusal.SAID);
      next.line(line);
    }

    boolean refused() {
      return refused;
    }
  }

  /** The beginning of what a program says. */
  private static final class HeldLines implements LineSink {
    private final StringBuilder text = new StringBuilder();
    private final int limit;
    private boolean truncated;

    HeldLines(int limit) {
      this.limit = limit;
    }

    @Override
    public synchronized void line(String line) {
      truncated |= text.length() + line.length() >= limit;
      if (!truncated) {
        text.append(line).append('\n');
      }
    }

    synchronized String text() {
      return text.toString();
    }

    synchronized boolean isTruncated() {
      return truncated;
    }
  }
}
