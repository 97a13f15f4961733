package io.github.kvmcore.plan.ownership;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that a run was writing when it died: they have a hidden name, made of the name that they
 * were to have and a hexadecimal number, until they are whole.
 */
public final class HalfWritten {
  private HalfWritten() {}

  /**
   * What was to become a file, or the one that it is made as.
   *
   * @param files all that are there
   */
  public static Stream<Path> beside(Path file, Set<Path> files) {
    return files.stream().filter(other -> isOf(file, other));
  }

  /** Whether a file was to become the other, or the one that this is made as. */
  public static boolean isOf(Path file, Path half) {
    String names = Pattern.quote(String.valueOf(file.getFileName())) + "(\\.part)?";
    return Objects.equals(half.getParent(), file.getParent()) && of(names, half);
  }

  /** Whether a file was to become one whose name matches the pattern. */
  public static boolean of(String pattern, Path file) {
    return String.valueOf(file.getFileName()).matches("\\." + pattern + "\\.[0-9a-f]{1,16}");
  }
}
