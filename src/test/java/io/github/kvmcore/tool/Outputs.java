package io.github.kvmcore.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Outputs of real programs; {@code test-fixtures/outputs/README.md} says how they were recorded.
 */
public final class Outputs {
  private Outputs() {}

  public static String of(String name) {
    try {
      return Files.readString(Path.of("test-fixtures/outputs", name + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
