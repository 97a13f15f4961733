package io.github.kvmcore.settings;

/** Reads {@link CatalogueSettings}. */
final class CatalogueValues {
  private CatalogueValues() {}

  static CatalogueSettings read(Values values, PathValues paths, SettingsContext context) {
    return new CatalogueSettings();
  }
}
