package io.github.kvmcore.settings;

import java.util.List;

/** The settings of {@link HardwareSettings}. */
final class HardwareDefinitions {
  static final List<SettingDefinition> ALL = List.of();

  private HardwareDefinitions() {}
}
