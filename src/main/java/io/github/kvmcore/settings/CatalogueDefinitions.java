package io.github.kvmcore.settings;

import java.util.List;

/** The settings of {@link CatalogueSettings}. */
final class CatalogueDefinitions {
  static final List<SettingDefinition> ALL = List.of();

  private CatalogueDefinitions() {}
}
