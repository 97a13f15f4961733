package io.github.kvmcore.settings;

/** Reads {@link HardwareSettings}. */
final class HardwareValues {
  private HardwareValues() {}

  static HardwareSettings read(Values values, PathValues paths, SettingsContext context) {
    return new HardwareSettings();
  }
}
