package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import org.jspecify.annotations.Nullable;

/** Options of commands that start machines which are there. */
public final class UpOptions {
  @Parameter(
      names = "--wait",
      order = 20,
      description = "none|running|address|ssh: how far all machines must get (ssh)")
  @Nullable String waitFor;

  @Parameter(
      names = "--timeout",
      order = 21,
      description = "TIME: how long machines may take to get that far (300s)")
  @Nullable String timeout;

  /** Takes those that were given. */
  public Flags addTo(Flags flags) {
    return flags.add("--wait", "vm_wait", waitFor).add("--timeout", "vm_startup_timeout", timeout);
  }
}
