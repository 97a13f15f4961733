package io.github.kvmcore.exec.process;

import io.github.kvmcore.exec.file.FileFailure;
import io.github.kvmcore.exec.file.FileSink;
import io.github.kvmcore.exec.file.SearchPath;
import io.github.kvmcore.exec.file.StartFailure;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.StartedProcess;

/**
 * Runs programs on this host, any number at once. They see {@code LC_ALL=C}, so that what they say
 * can be read whatever the user's language.
 *
 * <p>{@link #close} is for a shutdown hook: it ends all that runs, and all later commands end
 * before they start.
 */
public final class ZtCommandRunner implements CommandRunner, AutoCloseable {
  /** libvirt's XML of a thousand running machines is a third of it. */
  private static final int OUT_LIMIT_BYTES = 32 << 20;

  /** For messages. */
  private static final int ERR_LIMIT_BYTES = 64 << 10;

  private static final int SIGNALLED = 128;

  private final SearchPath path;
  private final Set<ProcessHandle> running = ConcurrentHashMap.newKeySet();
  private final int outLimitBytes;
  private final int errLimitBytes;
  private volatile boolean closed;

  public ZtCommandRunner() {
    this(SearchPath.ofProcess());
  }

  /** A runner of the programs that are found there. */
  public ZtCommandRunner(SearchPath path) {
    this(path, OUT_LIMIT_BYTES, ERR_LIMIT_BYTES);
  }

  /**
   * With bounds of one's own.
   *
   * @param outLimitBytes kept of an answer; a command that says more is ended, and fails
   * @param errLimitBytes kept of the end of the standard error, and of the beginning of a standard
   *     output that is no answer
   */
  ZtCommandRunner(SearchPath path, int outLimitBytes, int errLimitBytes) {
    this.path = path;
    this.outLimitBytes = outLimitBytes;
    this.errLimitBytes = errLimitBytes;
  }

  @Override
  public CommandResult run(Command command) {
    long started = System.nanoTime();
    if (closed || Thread.currentThread().isInterrupted()) {
      return result(command, CommandResult.INTERRUPTED, "", "not started", started);
    }
    CompletableFuture<?> enough = new CompletableFuture<Void>();
    BoundedOutput out = kept(command, enough);
    BoundedOutput err = BoundedOutput.end(errLimitBytes);
    try (FileSink sink = sink(command)) {
      int status = runToEnd(command, sink == null ? out : sink, err, enough);
      String complaint = complaint(command, sink, out);
      if (complaint == null) {
        return result(command, status, out.text(), err.text(), started);
      }
      int failed = status >= 0 ? 1 : status;
      return result(command, failed, out.text(), err.text() + complaint + "\n", started);
    } catch (IOException | IllegalArgumentException e) {
      return result(command, CommandResult.NOT_FOUND, "", whyNot(command, e), started);
    }
  }

  /** Nobody waits for the end of an answer that is too long. */
  private BoundedOutput kept(Command command, CompletableFuture<?> enough) {
    return command.answers()
        ? BoundedOutput.beginning(outLimitBytes, () -> enough.complete(null))
        : BoundedOutput.beginning(errLimitBytes, () -> {});
  }

  @Override
  public CommandResult follow(Command command, LineSink out, LineSink err) {
    long started = System.nanoTime();
    if (closed || Thread.currentThread().isInterrupted()) {
      return result(command, CommandResult.INTERRUPTED, "", "not started", started);
    }
    CompletableFuture<?> enough = new CompletableFuture<Void>();
    try (LineSplitter outLines = new LineSplitter(out, enough);
        LineSplitter errLines = new LineSplitter(err, enough)) {
      return result(command, runToEnd(command, outLines, errLines, enough), "", "", started);
    } catch (IOException | IllegalArgumentException e) {
      return result(command, CommandResult.NOT_FOUND, "", whyNot(command, e), started);
    }
  }

  /** Not by zt-exec, whose feeding of a program sleeps between blocks. */
  @Override
  public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    long started = System.nanoTime();
    if (closed || Thread.currentThread().isInterrupted()) {
      return result(command, CommandResult.INTERRUPTED, "", "not started", started);
    }
    BoundedOutput kept = BoundedOutput.beginning(errLimitBytes, () -> {});
    BoundedOutput err = BoundedOutput.end(errLimitBytes);
    try {
      ProcessBuilder builder = new ProcessBuilder(argv(command));
      builder.environment().put("LC_ALL", "C");
      builder.environment().put("PATH", path.value());
      StreamedRun run = new StreamedRun(builder.start(), in, out == null ? kept : out, err);
      int status = streamed(run, command);
      String complaint = run.complaint();
      if (complaint == null) {
        return result(command, status, kept.text(), err.text(), started);
      }
      int failed = status == 0 ? 1 : status;
      return result(command, failed, kept.text(), err.text() + complaint + "\n", started);
    } catch (IOException e) {
      return result(command, CommandResult.NOT_FOUND, "", whyNot(command, e), started);
    }
  }

  private int streamed(StreamedRun run, Command command) {
    ProcessHandle handle = run.process().toHandle();
    running.add(handle);
    try {
      if (closed) {
        ProcessTree.kill(List.of(handle));
      }
      boolean ended = run.run(command);
      return closed
          ? CommandResult.INTERRUPTED
          : ended ? ended(run.process()) : CommandResult.TIMED_OUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CommandResult.INTERRUPTED;
    } finally {
      running.remove(handle);
    }
  }

  /** Not by zt-exec, which always puts itself between a program and its streams. */
  @Override
  public int interact(Command command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(path.resolve(command.argv())).inheritIO();
      builder.environment().put("PATH", path.value());
      Process process = builder.start();
      running.add(process.toHandle());
      if (closed) {
        ProcessTree.kill(List.of(process.toHandle()));
      }
      try {
        return process.waitFor();
      } finally {
        running.remove(process.toHandle());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.status();
    } catch (IOException e) {
      throw KvmcoreException.host(
          "can't start "
              + command.program()
              + ": "
              + e.getMessage()
              + "\n  command: "
              + command.display());
    }
  }

  private static @Nullable FileSink sink(Command command) throws IOException {
    return command.outputFile() == null ? null : FileSink.create(command.outputFile());
  }

  /**
   * @param enough ends the program when it completes: not every one notices a closed pipe, as ssh
   *     does not while the other side has more to say
   */
  private int runToEnd(
      Command command, OutputStream out, OutputStream err, CompletableFuture<?> enough)
      throws IOException {
    StartedProcess started = start(command, new Pumps(out, err, command.input()));
    Process process = started.getProcess();
    running.add(process.toHandle());
    CompletableFuture<Void> unused =
        enough.thenRun(() -> ProcessTree.kill(List.of(process.toHandle())));
    try {
      if (closed) {
        ProcessTree.kill(List.of(process.toHandle()));
      }
      if (!process.waitFor(command.limit().toNanos(), TimeUnit.NANOSECONDS)) {
        ProcessTree.kill(List.of(process.toHandle()));
        Pumps.finish(started, false);
        return closed ? CommandResult.INTERRUPTED : CommandResult.TIMED_OUT;
      }
      Pumps.finish(started, command.outputFile() != null);
      return closed ? CommandResult.INTERRUPTED : ended(process);
    } catch (InterruptedException e) {
      ProcessTree.kill(List.of(process.toHandle()));
      Thread.currentThread().interrupt();
      return CommandResult.INTERRUPTED;
    } finally {
      running.remove(process.toHandle());
    }
  }

  /** The exit status; where a signal ended it, what it started is not left to itself. */
  private static int ended(Process process) {
    int status = process.exitValue();
    if (status >= SIGNALLED) {
      ProcessTree.kill(List.of(process.toHandle()));
    }
    return status;
  }

  private List<String> argv(Command command) throws IOException {
    return Sessions.own(MemoryLimit.argv(command, path.resolve(command.argv())), path);
  }

  private StartedProcess start(Command command, Pumps pumps) throws IOException {
    return new ProcessExecutor(argv(command))
        .environment("LC_ALL", "C")
        .environment("PATH", path.value())
        .redirectErrorStream(false) // zt-exec's default mixes both outputs
        .exitValueAny()
        .streams(pumps)
        .start();
  }

  /** Why the output is not whole; null where it is. */
  private @Nullable String complaint(Command command, @Nullable FileSink sink, BoundedOutput out) {
    if (sink != null) {
      sink.close();
      return sink.failure();
    }
    return command.answers() && out.isOverflown()
        ? "kvmcore: its output is longer than " + outLimitBytes + " bytes; it was ended"
        : null;
  }

  private static String whyNot(Command command, Exception failure) {
    if (command.outputFile() != null && failure instanceof FileSystemException file) {
      return FileFailure.message("write " + command.outputFile(), file);
    }
    return StartFailure.message(command.argv().get(0), failure);
  }

  private static CommandResult result(
      Command command, int status, String out, String err, long startedNanos) {
    Duration time = Duration.ofNanos(System.nanoTime() - startedNanos);
    return new CommandResult(command, status, out, err, time);
  }

  /**
   * Ends every running command, with all that it started; commands end with status 130 from now.
   */
  @Override
  public void close() {
    closed = true;
    ProcessTree.kill(List.copyOf(running));
  }
}
