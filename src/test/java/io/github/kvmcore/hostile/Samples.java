package io.github.kvmcore.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Good texts of real programs, and what becomes of them in a hostile hand. */
public final class Samples {
  private Samples() {}

  /** The files of a folder of {@code test-fixtures} with this ending, by name. */
  public static List<String> of(String folder, String ending) {
    try (Stream<Path> files = Files.walk(Path.of("test-fixtures", folder))) {
      List<String> texts =
          files
              .filter(file -> file.toString().endsWith(ending))
              .sorted()
              .map(Samples::read)
              .toList();
      if (texts.isEmpty()) {
        throw new IllegalStateException("no " + ending + " in " + folder);
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mostly one of them with a few changes, or any text, or one as it is. */
  public static Arbitrary<String> mutated(List<String> texts) {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Mutation.of(texts)),
        Tuple.of(1, Texts.any()),
        Tuple.of(1, Arbitraries.of(texts)));
  }
}
