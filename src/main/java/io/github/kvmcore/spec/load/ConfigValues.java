package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.config.Provisioning;
import io.github.kvmcore.model.image.UpdateStrategy;
import io.github.kvmcore.spec.ConfigSettings;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Quantities;

/** Reads {@link ConfigSettings}. */
final class ConfigValues {
  private static final String USER_DATA = "user_data_file";

  private ConfigValues() {}

  static ConfigSettings read(Values values, PathValues paths, SettingsContext context) {
    ConfigSettings settings =
        new ConfigSettings(
            values.read("provisioning", Quantities.word(Provisioning.values())),
            values.read("update_strategy", Quantities.word(UpdateStrategy.values())),
            values.readOptional("ignition_file", paths::fromWorkingDirectory),
            values.readOptional("butane_file", paths::fromWorkingDirectory),
            values.readOptional(USER_DATA, paths::fromWorkingDirectory));
    check(settings, values);
    return settings;
  }

  /** Each machine has one source of configuration. */
  private static void check(ConfigSettings settings, Values values) {
    boolean userData = settings.userDataFile() != null;
    if (userData && settings.hasOwnIgnition()) {
      values.mistake(
          USER_DATA,
          "a machine is configured by cloud-config or by Ignition, not by both: ignition_file or"
              + " butane_file is given as well");
    } else if (userData && settings.provisioning() == Provisioning.IGNITION) {
      values.mistake(USER_DATA, "is cloud-config, and provisioning says ignition");
    } else if (settings.hasOwnIgnition() && settings.provisioning() == Provisioning.CLOUD_CONFIG) {
      values.mistake(
          settings.ignitionFile() != null ? "ignition_file" : "butane_file",
          "is for Ignition, and provisioning says cloud-config");
    }
    String profile = values.raw("cloud_init_profile").strip();
    if (userData && !profile.isEmpty() && !profile.equals("basic")) {
      values.mistake(
          USER_DATA,
          "stands in place of a profile's cloud-config, and cloud_init_profile names one: "
              + MessageText.quote(profile));
    }
  }
}
