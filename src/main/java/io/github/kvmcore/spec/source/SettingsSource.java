package io.github.kvmcore.spec.source;

import io.github.kvmcore.spec.load.SettingsLoader;
import java.util.List;

/**
 * One place that values came from, and what was wrong with its form. Mistakes are kept, not thrown,
 * so that {@link SettingsLoader} can report those of all sources at once.
 *
 * @param given in the order in which they were written; of several with one name the last counts
 * @param mistakes a line each, with its origin
 */
public record SettingsSource(List<Given> given, List<String> mistakes) {
  public SettingsSource {
    given = List.copyOf(given);
    mistakes = List.copyOf(mistakes);
  }

  /** A flag of the command line, such as {@code --image}, that stands for a setting. */
  public static SettingsSource flag(String origin, String name, String value) {
    return new SettingsSource(List.of(Given.of(origin, name, value)), List.of());
  }
}
