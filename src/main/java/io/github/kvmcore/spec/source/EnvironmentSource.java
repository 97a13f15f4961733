package io.github.kvmcore.spec.source;

import io.github.kvmcore.spec.text.MessageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads settings from environment variables such as {@code KVMCORE_VM_COUNT}. */
public final class EnvironmentSource {
  private static final String PREFIX = "KVMCORE_";

  private EnvironmentSource() {}

  /**
   * Takes every variable whose name begins with {@code KVMCORE_}.
   *
   * @param environment all variables
   * @param reserved whole names of variables that are no settings, such as {@code
   *     KVMCORE_JAVA_OPTS}
   */
  public static SettingsSource parse(Map<String, String> environment, Set<String> reserved) {
    List<Given> given = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String key = variable.getKey();
      if (!key.startsWith(PREFIX) || reserved.contains(key)) {
        continue;
      }
      String capitals = key.toUpperCase(Locale.ROOT);
      if (key.equals(capitals)) {
        String name = key.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        given.add(Given.of(MessageText.plain(key), name, variable.getValue()));
      } else {
        mistakes.add(
            MessageText.plain(key) + ": write it in capitals: " + MessageText.plain(capitals));
      }
    }
    return new SettingsSource(given, mistakes);
  }
}
