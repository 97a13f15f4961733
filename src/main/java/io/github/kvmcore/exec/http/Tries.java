package io.github.kvmcore.exec.http;

import io.github.kvmcore.model.image.Urls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;

/**
 * Tries to fetch a URL a bounded number of times, and says in the end why it did not work.
 *
 * @param pauses before each further try
 * @param longest no longer pause is made, also where the server asks for one
 */
record Tries(URI url, List<Duration> pauses, Duration longest) {
  /** The longest pause that a server can ask for. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  Tries(URI url, List<Duration> pauses) {
    this(url, pauses, LONGEST);
  }

  /** What is tried. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /** From which byte a later run goes on. */
  interface Resumable {
    long bytes();
  }

  /**
   * Tries until it works, or may not work any more.
   *
   * @throws UncheckedIOException with what failed, the URL and what to do next
   */
  <T> T run(Resumable resumable, Attempt<T> attempt) {
    for (int tries = 0; ; tries++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        boolean again = e instanceof TransferException failed && failed.again();
        if (!again || tries >= pauses.size() || !pause(e, pauses.get(tries))) {
          throw failure(url, reason(e), next(e, resumable.bytes()), e);
        }
      }
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    String message = String.valueOf(e.getMessage());
    return e instanceof TransferException ? message : e.getClass().getSimpleName() + " " + message;
  }

  private static String next(IOException e, long resumable) {
    String own = e instanceof TransferException failed ? failed.next() : "";
    if (resumable > 0) {
      return (own.isEmpty() ? "" : own + "; ") + "run again: it goes on from byte " + resumable;
    }
    return own.isEmpty() ? "run again, or fetch the file by hand and name its path" : own;
  }

  /** Waits as long as the server asks for, where that is not too long. */
  private boolean pause(IOException failure, Duration usual) {
    Duration asked = failure instanceof TransferException failed ? failed.pause() : Duration.ZERO;
    if (asked.compareTo(longest) > 0) {
      return false;
    }
    Duration time = asked.compareTo(usual) > 0 ? asked : usual;
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static UncheckedIOException failure(URI url, String reason, String next, IOException cause) {
    String message = "can't fetch " + Urls.shown(url) + ": " + reason + "\n" + next;
    return new UncheckedIOException(message, cause);
  }
}
