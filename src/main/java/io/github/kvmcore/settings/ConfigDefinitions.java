package io.github.kvmcore.settings;

import java.util.List;

/** The settings of {@link ConfigSettings}. */
final class ConfigDefinitions {
  static final List<SettingDefinition> ALL = List.of();

  private ConfigDefinitions() {}
}
