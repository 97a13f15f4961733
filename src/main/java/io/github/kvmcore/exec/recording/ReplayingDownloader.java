package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.model.image.Urls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Answers for downloads from a recording; of a file it tells the size, and makes none. */
final class ReplayingDownloader implements Downloader {
  private final Answers<String, Entry.Download> answers = new Answers<>(question -> question, true);

  ReplayingDownloader(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry instanceof Entry.Download download) {
        answers.add(question(download.operation(), Urls.shown(download.url())), download);
      }
    }
  }

  private static String question(String operation, String url) {
    return "download " + operation + " " + url;
  }

  @Override
  public void download(URI url, Path target, Progress progress) {
    Long bytes = next("file", url).bytes();
    if (bytes != null) {
      progress.at(bytes, bytes);
    }
  }

  @Override
  public Optional<String> text(URI url) {
    return Optional.ofNullable(next("text", url).text());
  }

  @Override
  public boolean exists(URI url) {
    return next("exists", url).text() != null;
  }

  private Entry.Download next(String operation, URI url) {
    Entry.Download download = answers.next(question(operation, Urls.shown(url)));
    if (download.error() != null) {
      throw new UncheckedIOException(download.error(), new IOException(download.error()));
    }
    return download;
  }
}
