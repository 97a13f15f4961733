package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import org.jspecify.annotations.Nullable;

/** Options of {@code create} that configure the guests. */
@Parameters(separators = "=")
public final class ConfigOptions {
  @Parameter(
      names = "--provisioning",
      order = 80,
      category = OptionGroup.CONFIGURATION,
      description = "auto|ignition|cloud-config: how machines are configured at their first boot")
  @Nullable String provisioning;

  @Parameter(
      names = "--ignition",
      order = 81,
      category = OptionGroup.CONFIGURATION,
      description = "FILE: merge this Ignition config into that of the profile")
  @Nullable String ignition;

  @Parameter(
      names = "--butane",
      order = 82,
      category = OptionGroup.CONFIGURATION,
      description = "FILE: the same, written as Butane; needs the butane program")
  @Nullable String butane;

  @Parameter(
      names = "--user-data",
      order = 83,
      category = OptionGroup.CONFIGURATION,
      description = "FILE: use this cloud-config instead of that of the profile")
  @Nullable String userData;

  @Parameter(
      names = "--updates",
      order = 84,
      category = OptionGroup.CONFIGURATION,
      description = "off|reboot|system: automatic updates of the operating system")
  @Nullable String updates;

  /** Takes those that were given. */
  public void addTo(Flags flags) {
    flags
        .add("--provisioning", "provisioning", provisioning)
        .add("--ignition", "ignition_file", ignition)
        .add("--butane", "butane_file", butane)
        .add("--user-data", "user_data_file", userData)
        .add("--updates", "update_strategy", updates);
  }
}
