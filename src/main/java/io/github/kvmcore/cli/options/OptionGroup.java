package io.github.kvmcore.cli.options;

import java.util.List;

/** The headings under which help shows options, as JCommander's categories. */
public final class OptionGroup {
  public static final String MACHINES = "machines";
  public static final String IMAGE = "image";
  public static final String HARDWARE = "hardware";
  public static final String NETWORK = "network";
  public static final String STORAGE = "storage";
  public static final String CONFIGURATION = "configuration";
  public static final String RUN = "run";

  /** That of options without one. */
  public static final String OTHER = "options";

  /** In the order in which they are shown. */
  public static final List<String> ALL =
      List.of(OTHER, MACHINES, IMAGE, HARDWARE, NETWORK, STORAGE, CONFIGURATION, RUN);

  private OptionGroup() {}
}
