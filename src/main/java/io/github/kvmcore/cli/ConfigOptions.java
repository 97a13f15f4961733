package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import org.jspecify.annotations.Nullable;

/** Options of {@code create} that configure the guests. */
@Parameters(separators = "=")
final class ConfigOptions {
  @Parameter(
      names = "--provisioning",
      order = 80,
      description = "auto|ignition|cloud-config: what configures the machines")
  @Nullable String provisioning;

  @Parameter(
      names = "--updates",
      order = 84,
      description = "off|reboot|system: what machines do about new releases of their system (off)")
  @Nullable String updates;

  /** Takes those that were given. */
  void addTo(Flags flags) {
    flags
        .add("--provisioning", "provisioning", provisioning)
        .add("--updates", "update_strategy", updates);
  }
}
