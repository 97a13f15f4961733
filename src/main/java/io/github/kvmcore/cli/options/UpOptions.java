package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import org.jspecify.annotations.Nullable;

/** Options of commands that start machines which are there. */
public final class UpOptions {
  @Parameter(
      names = "--wait",
      order = 20,
      category = OptionGroup.RUN,
      description =
          "none|running|address|ssh: wait until machines run, have an address, or answer on ssh")
  @Nullable String waitFor;

  @Parameter(
      names = "--timeout",
      order = 21,
      category = OptionGroup.RUN,
      description = "TIME: how long to wait for each machine")
  @Nullable String timeout;

  /** Takes those that were given. */
  public Flags addTo(Flags flags) {
    return flags.add("--wait", "vm_wait", waitFor).add("--timeout", "vm_startup_timeout", timeout);
  }
}
