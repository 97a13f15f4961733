package io.github.kvmcore.tool.ignition;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes an Ignition config of a Butane config (coreos.github.io/butane).
 *
 * @param options those that not every version of the program has
 */
public record Butane(List<String> options) {
  public static final String PROGRAM = "butane";

  /** Errors without lines of the file; Ignition also for the variant {@code openshift}. */
  public static final Butane NEWEST = new Butane(List.of("--raw-errors", "--raw"));

  public Butane {
    options = List.copyOf(options);
  }

  /**
   * Translates a file; what its {@code local} entries name is looked for beside it.
   *
   * @param file absolute
   * @param text what is translated in its place, from standard input; null: the file itself
   */
  public Command translate(Path file, @Nullable String text) {
    List<String> words = new ArrayList<>(List.of(PROGRAM, "--strict"));
    words.addAll(options);
    words.addAll(List.of("--files-dir", String.valueOf(file.getParent())));
    if (text == null) {
      words.add(file.toString());
      return Command.of(words).asSecret();
    }
    return Command.of(words).withInput(text).asSecret();
  }

  /** An older version's, if the program said that it lacks one of the options. */
  public Optional<Butane> older(CommandResult result) {
    List<String> fewer =
        options.stream()
            .filter(it -> !result.err().contains("unknown flag: " + it + "\n"))
            .toList();
    return result.ok() || fewer.size() == options.size()
        ? Optional.empty()
        : Optional.of(new Butane(fewer));
  }
}
