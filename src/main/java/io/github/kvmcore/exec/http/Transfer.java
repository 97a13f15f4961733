package io.github.kvmcore.exec.http;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.model.image.Urls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A download over HTTP into a file. Each try goes on from the bytes that are there, where the
 * server still has the same content (RFC 9110, sections 13.1.5 and 14).
 */
final class Transfer {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
  private static final int BUFFER = 1 << 16;
  private static final long TELL_NANOS = Duration.ofMillis(100).toNanos();

  private final HttpResource resource;
  private final String url;
  private final Path target;
  private final HttpDownloader.Limits limits;
  private final Downloader.Progress progress;
  private long toldNanos = System.nanoTime() - TELL_NANOS;

  Transfer(
      HttpResource resource,
      URI url,
      Path target,
      HttpDownloader.Limits limits,
      Downloader.Progress progress) {
    this.resource = resource;
    this.url = Urls.shown(url);
    this.target = target;
    this.limits = limits;
    this.progress = progress;
  }

  /** The byte from which a later try would go on; 0: it would start again. */
  long resumable() {
    return ResumeNote.read(target, url).isPresent() ? PartialFile.size(target) : 0;
  }

  /** One try. */
  void attempt() throws IOException {
    Optional<ResumeNote> note = ResumeNote.read(target, url);
    long from = note.map(this::offset).orElse(0L);
    HttpResponse<InputStream> response =
        from == 0 || note.isEmpty()
            ? resource.get(Map.of())
            : resource.get(
                Map.of("Range", "bytes=" + from + "-", "If-Range", note.get().validator()));
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> restart(response, body);
        case 206 -> goOn(response, body, from);
        case 416 -> throw forget("the server has nothing from byte " + from + " on");
        default -> throw resource.refused(response);
      }
    }
  }

  /** A whole file is asked for its last byte once more: that shows that it is the same still. */
  private long offset(ResumeNote note) {
    long size = PartialFile.size(target);
    return note.total() < 0 ? size : Math.max(0, Math.min(size, note.total() - 1));
  }

  private void restart(HttpResponse<InputStream> response, InputStream body) throws IOException {
    long total = length(response);
    checkBound(total);
    Files.deleteIfExists(ResumeNote.beside(target));
    progress
        .restarted(); // before the file is cut, so that no reader takes the new bytes for the old
    try (PartialFile file = new PartialFile(target, 0, total)) {
      Optional<String> validator = ResumeNote.validator(response.headers());
      if (validator.isPresent()) {
        new ResumeNote(url, validator.get(), total).write(target);
      }
      receive(body, file, total);
    }
  }

  private void goOn(HttpResponse<InputStream> response, InputStream body, long from)
      throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != from) {
      throw forget("the server sent another part than was asked for (" + range + ")");
    }
    long length = length(response);
    String whole = matcher.group(2);
    long total = whole.equals("*") ? (length < 0 ? -1 : from + length) : Long.parseLong(whole);
    checkBound(total);
    try (PartialFile file = new PartialFile(target, from, total)) {
      receive(body, file, total);
    }
  }

  /** As the server says; -1 where it does not, or says what is no length. */
  private static long length(HttpResponse<InputStream> response) {
    String text = response.headers().firstValue("Content-Length").orElse("");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  private TransferException forget(String message) throws IOException {
    Files.deleteIfExists(ResumeNote.beside(target));
    return TransferException.passing(message, null);
  }

  private void receive(InputStream body, PartialFile file, long total) throws IOException {
    byte[] buffer = new byte[BUFFER];
    progress.at(file.position(), total);
    try (StallWatch watch = new StallWatch(body, limits.stall())) {
      for (int count; (count = read(watch, buffer, file, total)) >= 0; ) {
        checkBound(file.position() + count);
        file.write(buffer, count);
        tell(file.position(), total);
      }
    }
    if (total >= 0 && file.position() != total) {
      throw cut(file.position(), total, null);
    }
    progress.at(file.position(), total); // who reads along need not wait for the disk
    file.sync();
  }

  private static int read(StallWatch watch, byte[] buffer, PartialFile file, long total)
      throws IOException {
    try {
      return watch.read(buffer);
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TransferException("interrupted", false, "", e);
      }
      throw cut(file.position(), total, e);
    }
  }

  private static TransferException cut(long bytes, long total, @Nullable IOException cause) {
    String of = total < 0 ? "" : " of " + total;
    return TransferException.passing("the connection ended after " + bytes + of + " bytes", cause);
  }

  private void tell(long bytes, long total) {
    long now = System.nanoTime();
    if (now - toldNanos >= TELL_NANOS) {
      toldNanos = now;
      progress.at(bytes, total);
    }
  }

  private void checkBound(long bytes) throws TransferException {
    HttpDownloader.checkBound(bytes, limits.maxBytes());
  }
}
