package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.model.image.Urls;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Fetches and keeps texts, but of files only the size. */
final class RecordingDownloader implements Downloader {
  private final Downloader real;
  private final Recorder recorder;

  RecordingDownloader(Downloader real, Recorder recorder) {
    this.real = real;
    this.recorder = recorder;
  }

  @Override
  public Downloader stallingAfter(Duration limit) {
    return new RecordingDownloader(real.stallingAfter(limit), recorder);
  }

  @Override
  public void download(URI url, Path target, Progress progress) {
    AtomicLong last = new AtomicLong();
    Progress watched =
        new Progress() {
          @Override
          public void at(long bytes, long total) {
            last.set(bytes);
            progress.at(bytes, total);
          }

          @Override
          public void restarted() {
            progress.restarted();
          }
        };
    try {
      real.download(url, target, watched);
      add("file", url, null, last.get(), null);
    } catch (UncheckedIOException e) {
      add("file", url, null, last.get(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public Optional<String> text(URI url) {
    try {
      Optional<String> text = real.text(url);
      add("text", url, text.orElse(null), null, null);
      return text;
    } catch (UncheckedIOException e) {
      add("text", url, null, null, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public boolean exists(URI url) {
    try {
      boolean exists = real.exists(url);
      add("exists", url, exists ? "" : null, null, null);
      return exists;
    } catch (UncheckedIOException e) {
      add("exists", url, null, null, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public Optional<String> secret(URI url) {
    try {
      Optional<String> text = real.secret(url);
      add("text", url, text.map(Secrets::redactedAnswer).orElse(null), null, null);
      return text;
    } catch (UncheckedIOException e) {
      add("text", url, null, null, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void add(
      String operation,
      URI url,
      @Nullable String text,
      @Nullable Long bytes,
      @Nullable String error) {
    recorder.add(new Entry.Download(operation, Urls.shown(url), text, bytes, error));
  }
}
