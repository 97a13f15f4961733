package io.github.kvmcore.tool.storage;

import io.github.kvmcore.exec.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the ISO image of a config drive: Rock Ridge keeps the names, the label is CoreOS's. */
public final class IsoImage {
  /** Programs that can do it, the quickest first; they take the same options. */
  public static final List<String> PROGRAMS = List.of("genisoimage", "mkisofs", "xorriso");

  /** The label by which the guest finds its config drive. */
  public static final String LABEL = "config-2";

  private IsoImage() {}

  /**
   * @param program one of {@link #PROGRAMS}
   * @param folder becomes the root of the image
   */
  public static Command make(String program, Path folder, Path image) {
    List<String> argv = new ArrayList<>(List.of(program));
    if (program.equals("xorriso")) {
      argv.addAll(List.of("-as", "mkisofs"));
    }
    argv.addAll(
        List.of("-quiet", "-R", "-J", "-V", LABEL, "-o", image.toString(), folder.toString()));
    return Command.of(argv);
  }
}
