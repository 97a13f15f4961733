package io.github.kvmcore.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings, and where each came from.
 *
 * @param origins by setting, in the order in which settings are shown: {@code kvmcore.yml:3}, or
 *     {@code default}
 * @param notes what was given and has no effect
 */
public record LoadedSettings(Settings settings, Map<String, String> origins, List<String> notes) {
  public LoadedSettings {
    notes = List.copyOf(notes);
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }
}
