package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.LocalFiles;
import io.github.kvmcore.exec.Outside;
import io.github.kvmcore.exec.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchedRunTest {
  @TempDir Path folder;

  @Test
  void anEndlessProgramIsEndedAtTheBound() {
    Path file = folder.resolve("out");
    String endless = "while :; do head -c 50000 /dev/zero; sleep 0.02; done";
    List<Long> told = new CopyOnWriteArrayList<>();
    ImageProgress progress =
        new ImageProgress() {
          @Override
          public void note(String text) {}

          @Override
          public void warn(String text) {}

          @Override
          public void transferred(String what, long bytes, long total) {
            told.add(bytes);
          }
        };
    CommandResult result =
        new WatchedRun(outside(), 200_000, progress)
            .run(Command.of("sh", "-c", endless).withOutputFile(file), file, "x");
    assertEquals(CommandResult.INTERRUPTED, result.exitStatus());
    assertTrue(told.get(told.size() - 1) > 200_000, told::toString);
    assertTrue(!Thread.currentThread().isInterrupted());
  }

  private static Outside outside() {
    Ports ports = (address, port, limit) -> Ports.Answer.CLOSED;
    Downloader downloads =
        new Downloader() {
          @Override
          public void download(URI url, Path target, Progress progress) {}

          @Override
          public Optional<String> text(URI url) {
            return Optional.empty();
          }
        };
    return new Outside(new RealPrograms(), new LocalFiles(), ports, downloads);
  }
}
