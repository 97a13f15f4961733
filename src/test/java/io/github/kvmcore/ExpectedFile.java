package io.github.kvmcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of test-fixtures that hold what has to come out, byte for byte. With {@code
 * -Dkvmcore.write-expected=true} they are written again, to be read in the diff.
 */
public final class ExpectedFile {
  private ExpectedFile() {}

  /** Fails where the file holds another text, or is not there. */
  public static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean("kvmcore.write-expected")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertTrue(Files.exists(file), "there is no " + file);
    assertEquals(Files.readString(file), text, file.toString());
  }

  /** Fails where a folder holds others than these, of which some test expects nothing any more. */
  public static void requireOnly(Stream<String> names, Path folder) throws IOException {
    try (Stream<Path> there = Files.list(folder)) {
      List<String> found =
          there
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList();
      assertEquals(names.sorted().toList(), found);
    }
  }
}
