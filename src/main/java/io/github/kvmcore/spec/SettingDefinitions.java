package io.github.kvmcore.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All settings that there are. */
public final class SettingDefinitions {
  private static final Map<String, SettingDefinition> BY_NAME = byName();

  private SettingDefinitions() {}

  /** In the order in which they are shown. */
  public static List<SettingDefinition> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The definition of that name, as written in files; empty where there is none. */
  public static Optional<SettingDefinition> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The default of a setting.
   *
   * @throws IllegalArgumentException where there is no such setting: a bug
   */
  public static String defaultText(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no setting " + name))
        .defaultText();
  }

  private static Map<String, SettingDefinition> byName() {
    List<SettingDefinition> definitions = new ArrayList<>(OwnSettings.FIRST);
    definitions.addAll(SeedSettings.ALL);
    definitions.addAll(CatalogueDefinitions.ALL);
    definitions.addAll(OwnSettings.REST);
    definitions.addAll(HardwareDefinitions.ALL);
    definitions.addAll(ConfigDefinitions.ALL);
    definitions.addAll(ServiceDefinitions.ALL);
    Map<String, SettingDefinition> map = new LinkedHashMap<>();
    for (SettingDefinition definition : definitions) {
      map.put(definition.name(), definition);
    }
    return map;
  }
}
