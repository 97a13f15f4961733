package io.github.kvmcore.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs with an environment of the tests' own, not that of whoever runs the tests. */
public final class Programs {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path home;

  /**
   * @param home the user's home directory, with nothing of the real user's in it; no spaces
   */
  public Programs(Path home) {
    this.home = home;
  }

  /** The folder of the sources. */
  public static Path sources() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  public Result run(List<String> command) {
    return start(command).result();
  }

  public Running start(List<String> command) {
    try {
      Path out = Files.createTempFile(home, "out", "");
      Path err = Files.createTempFile(home, "err", "");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      Map<String, String> variables = builder.environment();
      variables.clear();
      variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      variables.put("HOME", home.toString());
      variables.put("JAVA_HOME", System.getProperty("java.home"));
      // Java takes the home directory from the password database.
      variables.put("KVMCORE_JAVA_OPTS", "-Duser.home=" + home);
      return new Running(List.copyOf(command), builder.start(), out, err, System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that runs. */
  public record Running(List<String> command, Process process, Path out, Path err, long started) {
    /** Waits for its end. */
    public Result result() {
      return result(LIMIT);
    }

    /** The same, of one that takes longer than others. */
    public Result result(Duration limit) {
      try {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          kill();
          throw new AssertionError("did not end within " + limit + ": " + read(process.waitFor()));
        }
        Result result = read(process.exitValue());
        Files.delete(out);
        Files.delete(err);
        return result;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        kill();
        throw new IllegalStateException(e);
      }
    }

    /** Ends it with all that it started and that still belongs to it; no time to clean up. */
    public void kill() {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
    }

    /** {@code kill -9} for the Java in it alone; what that has started is left to itself. */
    public boolean killJava() {
      return java().map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** The Java in it, where it runs. */
    public Optional<ProcessHandle> java() {
      return process
          .descendants()
          .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
          .findFirst();
    }

    /** Whatever bytes a program prints, such as dropbear's before it encrypts. */
    private static String text(Path file) throws IOException {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private Result read(int status) {
      try {
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        return new Result(command, status, text(out), text(err), time);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
