package io.github.kvmcore.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings, and where each came from.
 *
 * @param origins by setting, in the order in which settings are shown: {@code kvmcore.yml:3}, or
 *     {@code default}
 */
public record LoadedSettings(Settings settings, Map<String, String> origins) {
  public LoadedSettings {
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }
}
