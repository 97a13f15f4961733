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
      description = "auto|ignition|cloud-config: what configures the machines")
  @Nullable String provisioning;

  @Parameter(
      names = "--ignition",
      order = 81,
      description = "FILE: an Ignition config of your own, merged over the profile's")
  @Nullable String ignition;

  @Parameter(
      names = "--butane",
      order = 82,
      description = "FILE: the same, as Butane has it; needs the program butane")
  @Nullable String butane;

  @Parameter(
      names = "--user-data",
      order = 83,
      description = "FILE: a cloud-config of your own, in place of the profile's")
  @Nullable String userData;

  @Parameter(
      names = "--updates",
      order = 84,
      description = "off|reboot|system: what machines do about new releases of their system (off)")
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
