package io.github.kvmcore.settings;

/** Placeholder, written by the settings room. */
final class SettingDefinitions {
  private SettingDefinitions() {}
}
