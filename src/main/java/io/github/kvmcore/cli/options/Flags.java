package io.github.kvmcore.cli.options;

import io.github.kvmcore.spec.source.SettingsSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the flags of a command that stand for settings. */
public final class Flags {
  private final List<SettingsSource> sources = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();

  /** Takes a flag where it was given. */
  public Flags add(String flag, String setting, @Nullable String value) {
    settings.put(flag, setting);
    if (value != null) {
      sources.add(SettingsSource.flag(flag, setting, value));
    }
    return this;
  }

  /** Takes a flag without a value where it was given. */
  public Flags add(String flag, String setting, boolean given) {
    return add(flag, setting, given ? "true" : null);
  }

  /** The setting that each flag stands for, whether it was given or not. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** What was collected, for the settings to be made of. */
  public List<SettingsSource> sources() {
    return sources;
  }
}
