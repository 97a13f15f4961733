package io.github.kvmcore.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs scripts for tests. */
public final class Shells {
  public record Outcome(int status, String out, String err) {}

  private Shells() {}

  /** Runs a shell script; {@code path} is a folder whose programs come first, or null. */
  public static Outcome sh(String script, Path path) {
    return run(List.of("sh", "-s"), script, path);
  }

  public static Outcome run(List<String> argv, String input, Path path) {
    try {
      Path in = Files.createTempFile("shells", ".in");
      Path out = Files.createTempFile("shells", ".out");
      Path err = Files.createTempFile("shells", ".err");
      Files.writeString(in, input);
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(argv));
      if (path != null) {
        builder.environment().merge("PATH", path.toString(), (old, first) -> first + ":" + old);
      }
      Process process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running: " + argv);
      }
      Outcome outcome =
          new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      for (Path file : List.of(in, out, err)) {
        Files.delete(file);
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a program is installed. */
  static boolean has(String program) {
    return run(List.of("sh", "-c", "command -v " + program), "", null).status() == 0;
  }

  /** Makes a program of a shell script. */
  public static void program(Path folder, String name, String script) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name);
    Files.write(file, ("#!/bin/sh\n" + script).getBytes(StandardCharsets.UTF_8));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("chmod " + file);
    }
  }
}
