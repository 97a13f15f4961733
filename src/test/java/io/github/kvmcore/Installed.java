package io.github.kvmcore;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The programs of this machine's that tests run. */
public final class Installed {
  private Installed() {}

  /**
   * Leaves a test out where a program of its is not installed; fails it under {@code
   * -Dkvmcore.all-programs=true}, as {@code bin/check} runs them.
   */
  public static void need(String... programs) {
    boolean all = Boolean.getBoolean("kvmcore.all-programs");
    for (String program : programs) {
      String why = program + " is not installed";
      if (all) {
        assertTrue(has(program), why);
      } else {
        assumeTrue(has(program), why);
      }
    }
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
