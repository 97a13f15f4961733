package io.github.kvmcore.exec;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Fetches files over HTTP, HTTPS and file: URLs. */
public interface Downloader {
  /**
   * Fetches into a file. Where the file holds the beginning already and the server can go on from
   * there with the same content, only the rest is fetched; else it is fetched again.
   *
   * <p>The file can be read while it grows: the bytes that {@code progress} was told of are in it,
   * and are those of the whole file's beginning until {@link Progress#restarted}.
   *
   * @param progress is told the bytes so far and, where known, the whole size
   * @throws java.io.UncheckedIOException where the server or the network fails; what came stays in
   *     the file, so that a later call goes on from there
   */
  void download(URI url, Path target, Progress progress);

  /**
   * Fetches a small text, of 1 MiB at the most.
   *
   * @return the text; empty where the server says that there is none (404, 403, 410)
   * @throws java.io.UncheckedIOException where the server or the network fails
   */
  Optional<String> text(URI url);

  /**
   * Whether there is such a file, which is not fetched.
   *
   * @throws java.io.UncheckedIOException where the server or the network fails
   */
  boolean exists(URI url);

  /**
   * Asks a service for a short text that others should not see, of 4 KiB at the most: a recording
   * does not hold it. The service has 15 seconds, and is asked twice at the most.
   *
   * @return the text; empty where the server says that there is none (404, 403, 410)
   * @throws java.io.UncheckedIOException where the server or the network fails
   */
  default Optional<String> secret(URI url) {
    return text(url);
  }

  /**
   * The same, but for a server that sends nothing for so long: it counts as failed then. One that
   * asks no server stays as it is.
   */
  default Downloader stallingAfter(Duration limit) {
    return this;
  }

  /** Told how far a download is. */
  interface Progress {
    /**
     * Tells the state of the download.
     *
     * @param bytes so far
     * @param total of the whole file; -1 where the server does not say
     */
    void at(long bytes, long total);

    /** What the file held so far is the beginning of something else; all comes once more. */
    default void restarted() {}
  }
}
