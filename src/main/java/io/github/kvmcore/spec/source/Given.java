package io.github.kvmcore.spec.source;

import java.util.List;

/**
 * A value as somebody wrote it, not checked yet.
 *
 * @param origin where, for messages: {@code kvmcore.yml:3}, {@code KVMCORE_VM_COUNT}, {@code
 *     --image}
 * @param name the setting that is meant; there may be none of that name
 * @param values the texts: one, or the items of a list
 * @param isList whether it was written as a list
 */
public record Given(String origin, String name, List<String> values, boolean isList) {
  public Given {
    values = List.copyOf(values);
  }

  /** A single value. */
  public static Given of(String origin, String name, String value) {
    return new Given(origin, name, List.of(value), false);
  }

  /** The value as text; a list's items one per line. */
  public String text() {
    return String.join("\n", values);
  }
}
