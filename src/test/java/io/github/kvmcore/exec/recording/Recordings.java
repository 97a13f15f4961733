package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Recordings of the host's own programs and files, and of a made-up network. */
final class Recordings {
  private Recordings() {}

  /** Answers that change with each call. */
  private static final class Downloads implements Downloader {
    @Override
    public void download(URI url, Path target, Progress progress) {
      if (url.getPath().equals("/bad")) {
        throw new UncheckedIOException("can't fetch /bad", new IOException());
      }
      progress.at(5, 10);
      progress.at(10, 10);
    }

    @Override
    public Optional<String> text(URI url) {
      if (url.getPath().equals("/new")) {
        return Optional.of("https://d.example/abc");
      }
      return url.getPath().equals("/none") ? Optional.empty() : Optional.of("one\ntwo\n");
    }

    @Override
    public boolean exists(URI url) {
      if (url.getPath().equals("/bad")) {
        throw new UncheckedIOException("can't ask for /bad", new IOException());
      }
      return !url.getPath().equals("/none");
    }
  }

  static Recorder recorder() {
    Ports ports = (address, port, limit) -> port == 22 ? Ports.Answer.SSH : Ports.Answer.CLOSED;
    HostAccess real =
        new HostAccess(new ZtCommandRunner(), new LocalFiles(), ports, new Downloads());
    return new Recorder(real, "1.2.3");
  }

  static Replay roundTrip(Recorder recorder) {
    return Replay.strict(Recording.parse(recorder.recording().toJson(), "it"));
  }
}
