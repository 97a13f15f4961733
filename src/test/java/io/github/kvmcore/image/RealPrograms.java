package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the host's real programs; some of them can be hidden, as if not installed. */
public final class RealPrograms implements CommandRunner {
  public final List<Command> ran = new CopyOnWriteArrayList<>();
  private final Set<String> hidden = new HashSet<>();
  private final CommandRunner real = new ZtCommandRunner();

  public void hide(String... programs) {
    hidden.addAll(List.of(programs));
  }

  /** All that ran but those that only take digests. */
  List<String> names() {
    return ran.stream()
        .map(Command::program)
        .filter(name -> !name.endsWith("sum") && !name.equals("openssl"))
        .toList();
  }

  /** These programs, the host's own files, no port, and downloads that are tried so often. */
  public HostAccess access(int tries) {
    Ports ports = (address, port, limit) -> Ports.Answer.CLOSED;
    List<Duration> pauses = Collections.nCopies(tries - 1, Duration.ofMillis(5));
    HttpDownloader downloads =
        new HttpDownloader(
            Map.of(), new HttpDownloader.Limits(Duration.ofSeconds(5), 1L << 30, pauses));
    return new HostAccess(this, new LocalFiles(), ports, downloads);
  }

  /** Runs what the test itself needs: it is never hidden, nor among those that ran. */
  void tool(String... argv) {
    tool(Command.of(argv));
  }

  /** What a tool of the test's prints, by way of a file that is not there. */
  public byte[] output(Path file, String... argv) throws IOException {
    tool(Command.of(argv).withOutputFile(file));
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private void tool(Command command) {
    CommandResult result = real.run(command);
    assertTrue(result.ok(), result::explain);
  }

  @Override
  public CommandResult run(Command command) {
    return looked(command, () -> real.run(command));
  }

  @Override
  public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
    return looked(command, () -> real.stream(command, in, out));
  }

  private CommandResult looked(Command command, Supplier<CommandResult> run) {
    if (hidden.contains(command.program())) {
      return new CommandResult(command, CommandResult.NOT_FOUND, "", "not found", Duration.ZERO);
    }
    ran.add(command);
    return run.get();
  }
}
