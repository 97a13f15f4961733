package io.github.kvmcore.exec.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.zeroturnaround.exec.StartedProcess;
import org.zeroturnaround.exec.stream.PumpStreamHandler;
import org.zeroturnaround.exec.stream.StreamPumper;

/**
 * Carries a program's three streams. Unlike zt-exec's own it reads in blocks that suit a disk
 * image, and where the output can't be written it closes the pipe: the program ends of SIGPIPE,
 * rather than wait for a reader until its time is over.
 */
final class Pumps extends PumpStreamHandler {
  private static final int BLOCK_BYTES = 1 << 16;

  /**
   * How long the output may stay open when the program has ended: something that it started may
   * hold it for ever.
   */
  private static final long LINGER_SECONDS = 5;

  /** The same where a slow disk has to take the output first. */
  private static final long FILE_LINGER_SECONDS = 600;

  /** When nobody is left who could write. */
  private static final long LAST_SECONDS = 1;

  /**
   * For one run of a program.
   *
   * @param input the text that it reads; the end of the file at once where null
   */
  Pumps(OutputStream out, OutputStream err, @Nullable String input) {
    super(out, err, new ByteArrayInputStream(bytes(input)));
  }

  private static byte[] bytes(@Nullable String input) {
    return input == null ? new byte[0] : input.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected Thread createPump(InputStream from, OutputStream to, boolean close, boolean flush) {
    StreamPumper pumper = new StreamPumper(from, to, close, BLOCK_BYTES, flush);
    return newThread(
        () -> {
          pumper.run();
          close(from);
        });
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until all that an ended program has said is taken, or it is clear that more won't come.
   * Who holds the output still is ended then.
   *
   * @param toFile whether it may take its time, as a disk takes it
   */
  static void finish(StartedProcess started, boolean toFile) throws InterruptedException {
    if (isFinished(started, LINGER_SECONDS)) {
      return;
    }
    ProcessTree.kill(List.of(started.getProcess().toHandle()));
    if (!isFinished(started, toFile ? FILE_LINGER_SECONDS : LAST_SECONDS)) {
      started.getFuture().cancel(true);
    }
  }

  private static boolean isFinished(StartedProcess started, long seconds)
      throws InterruptedException {
    try {
      started.getFuture().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // A stream that can't be closed twice; the exit status is the process's own.
      return true;
    }
  }
}
