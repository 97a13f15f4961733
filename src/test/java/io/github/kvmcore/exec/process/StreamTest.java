package io.github.kvmcore.exec.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program as a stage of a stream, with real programs. */
@Timeout(30)
class StreamTest {
  private final ZtCommandRunner runner = new ZtCommandRunner();

  private static Command sh(String script) {
    return Command.of("sh", "-c", script).withLimit(Duration.ofSeconds(20));
  }

  /** An input that says nothing until it is interrupted, and then breaks off. */
  private static InputStream endless(CountDownLatch asked) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        asked.countDown();
        try {
          Thread.sleep(60_000);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return -1;
      }
    };
  }

  @Test
  void whatGoesInComesOut() {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandResult result = runner.stream(Command.of("cat"), new ByteArrayInputStream(bytes), out);
    assertTrue(result.ok(), result::explain);
    assertEquals("", result.out());
    assertArrayEquals(bytes, out.toByteArray());
  }

  @Test
  void withoutAnOutputTheResultHasIt() {
    InputStream in = new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8));
    CommandResult result = runner.stream(sh("wc -c; echo \"$LC_ALL\" >&2; exit 3"), in, null);
    assertEquals("3", result.out().strip());
    assertEquals("C\n", result.err());
    assertEquals(3, result.exitStatus());
  }

  @Test
  void aProgramThatReadsNoMoreDoesNotWaitForItsInput() {
    CommandResult result =
        runner.stream(
            sh("head -c 10 >/dev/null; echo enough"),
            new ByteArrayInputStream(new byte[1 << 20]),
            null);
    assertEquals("enough\n", result.out());
    assertTrue(result.ok(), result::explain);
    assertTrue(runner.stream(sh("exit 0"), endless(new CountDownLatch(1)), null).ok());
  }

  @Test
  void anInputThatBreaksOffIsNoEnd() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line is dead");
          }
        };
    CommandResult result = runner.stream(sh("cat; echo whole; sleep 20"), broken, null);
    assertFalse(result.ok());
    assertTrue(result.err().contains("kvmcore can't feed it: the line is dead"), result.err());
    assertTrue(result.time().toSeconds() < 10, result.time()::toString);
  }

  @Test
  void anOutputThatTakesNoMoreEndsTheProgram() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    CommandResult result = runner.stream(Command.of("yes"), InputStream.nullInputStream(), full);
    assertFalse(result.ok());
    assertTrue(result.err().contains("No space left on device"), result.err());
  }

  @Test
  void aProgramThatFillsBothOutputsIsNoDeadlock() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandResult result =
        runner.stream(
            sh("head -c 300000 /dev/zero >&2; cat; head -c 300000 /dev/zero >&2"),
            new ByteArrayInputStream(new byte[300_000]),
            out);
    assertTrue(result.ok(), result::explain);
    assertEquals(300_000, out.size());
  }

  @Test
  void itsTimeIsBounded() {
    Command hangs = Command.of("sleep", "20").withLimit(Duration.ofMillis(200));
    CommandResult result = runner.stream(hangs, InputStream.nullInputStream(), null);
    assertEquals(CommandResult.TIMED_OUT, result.exitStatus());
    // One that does not read, though there is more than a pipe holds.
    result = runner.stream(hangs, new ByteArrayInputStream(new byte[1 << 20]), null);
    assertEquals(CommandResult.TIMED_OUT, result.exitStatus());
    assertTrue(result.time().toSeconds() < 5, result.time()::toString);
  }

  @Test
  void butWhatItWaitsForIsNotHeldAgainstIt() {
    InputStream slow =
        new InputStream() {
          private int left = 4;

          @Override
          public int read() {
            try {
              Thread.sleep(300);
            } catch (InterruptedException e) {
              return -1;
            }
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] block, int offset, int length) {
            int next = read();
            block[offset] = (byte) next;
            return next < 0 ? -1 : 1;
          }
        };
    Command command = Command.of("cat").withLimit(Duration.ofMillis(200));
    CommandResult result = runner.stream(command, slow, null);
    assertTrue(result.ok(), result::explain);
    assertEquals("xxxx", result.out());
  }

  @Test
  void aMissingProgramIsToldAndNothingIsRead() {
    CountDownLatch asked = new CountDownLatch(1);
    CommandResult result = runner.stream(Command.of("no-such-program"), endless(asked), null);
    assertEquals(CommandResult.NOT_FOUND, result.exitStatus());
    assertEquals("no-such-program: not found in the folders of PATH", result.err());
    assertEquals(1, asked.getCount());
  }

  @Test
  void anInterruptEndsIt() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<CommandResult> result = new AtomicReference<>();
    Thread thread =
        new Thread(() -> result.set(runner.stream(Command.of("cat"), endless(asked), null)));
    thread.start();
    asked.await();
    thread.interrupt();
    thread.join();
    assertEquals(CommandResult.INTERRUPTED, result.get().exitStatus());
  }

  @Test
  void closingTheRunnerEndsIt() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<CommandResult> result = new AtomicReference<>();
    Thread thread =
        new Thread(() -> result.set(runner.stream(Command.of("cat"), endless(asked), null)));
    thread.start();
    asked.await();
    runner.close();
    thread.join();
    assertEquals(CommandResult.INTERRUPTED, result.get().exitStatus());
  }
}
