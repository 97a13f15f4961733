package io.github.kvmcore.tool;

import io.github.kvmcore.exec.Command;
import java.nio.file.Path;
import java.util.List;

/** Makes an Ignition config of a Butane config (coreos.github.io/butane). */
public final class Butane {
  public static final String PROGRAM = "butane";

  private Butane() {}

  /**
   * Translates a file; what its {@code local} entries name is looked for beside it.
   *
   * @param file absolute
   */
  public static Command translate(Path file) {
    return Command.of(List.of(PROGRAM, "--strict", "--files-dir", folder(file), file.toString()))
        .asSecret();
  }

  /**
   * Translates a text, read from standard input.
   *
   * @param file absolute, of which the text was made
   */
  public static Command translate(Path file, String text) {
    return Command.of(List.of(PROGRAM, "--strict", "--files-dir", folder(file)))
        .withInput(text)
        .asSecret();
  }

  private static String folder(Path file) {
    return String.valueOf(file.getParent());
  }
}
