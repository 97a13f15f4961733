package io.github.kvmcore.plan;

import java.nio.file.Path;

/**
 * Files that a run was writing when it died: they have a hidden name, made of the name that they
 * were to have and a hexadecimal number, until they are whole.
 */
final class HalfWritten {
  private HalfWritten() {}

  /** Whether a file was to become one whose name matches the pattern. */
  static boolean of(String pattern, Path file) {
    return String.valueOf(file.getFileName()).matches("\\." + pattern + "\\.[0-9a-f]{1,16}");
  }
}
