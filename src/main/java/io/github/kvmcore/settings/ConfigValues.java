package io.github.kvmcore.settings;

import io.github.kvmcore.model.Provisioning;
import io.github.kvmcore.model.UpdateStrategy;

/** Reads {@link ConfigSettings}. */
final class ConfigValues {
  private ConfigValues() {}

  static ConfigSettings read(Values values, PathValues paths, SettingsContext context) {
    return new ConfigSettings(
        values.read("provisioning", Quantities.word(Provisioning.values())),
        values.read("update_strategy", Quantities.word(UpdateStrategy.values())));
  }
}
