package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import org.jspecify.annotations.Nullable;

/** Options of commands that shut machines down. */
public final class DownOptions {
  @Parameter(
      names = "--shutdown-timeout",
      order = 30,
      category = OptionGroup.RUN,
      description = "TIME: how long machines may take to shut down")
  @Nullable String timeout;

  @Parameter(
      names = "--force",
      order = 31,
      category = OptionGroup.RUN,
      description = "power off machines that take longer, and paused machines at once")
  boolean force;

  /** Whether machines that don't shut down in time are powered off. */
  public boolean force() {
    return force;
  }

  /** Takes those that stand for settings and were given. */
  public Flags addTo(Flags flags) {
    return flags.add("--shutdown-timeout", "vm_shutdown_timeout", timeout);
  }
}
