package io.github.kvmcore.settings;

/** Reads {@link ConfigSettings}. */
final class ConfigValues {
  private ConfigValues() {}

  static ConfigSettings read(Values values, PathValues paths, SettingsContext context) {
    return new ConfigSettings();
  }
}
