package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.exec.Outside;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program that writes a file, and looks at the file's growth meanwhile: to tell it, and to
 * end the program where the file grows past its bound.
 */
final class WatchedRun {
  private static final long LOOK_MILLIS = 100;

  private final Outside outside;
  private final long maxBytes;
  private final ImageProgress progress;

  WatchedRun(Outside outside, long maxBytes, ImageProgress progress) {
    this.outside = outside;
    this.maxBytes = maxBytes;
    this.progress = progress;
  }

  /**
   * Runs to the end. Where the file is larger than the bound then, the program was ended and the
   * file is of no use.
   */
  CommandResult run(Command command, Path file, String what) {
    FutureTask<CommandResult> task = new FutureTask<>(() -> outside.commands().run(command));
    Thread thread = new Thread(task, "kvmcore-unpack");
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        CommandResult result = task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        progress.transferred(what, size(outside.files(), file), -1);
        return result;
      } catch (TimeoutException e) {
        long bytes = size(outside.files(), file);
        progress.transferred(what, bytes, -1);
        if (bytes > maxBytes) {
          thread.interrupt(); // the runner ends the program then
        }
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a command runner must not throw", e.getCause());
      } finally {
        if (interrupted && task.isDone()) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  static long size(HostFiles files, Path file) {
    return files.stat(file).map(FileFacts::bytes).orElse(0L);
  }
}
