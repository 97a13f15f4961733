package io.github.kvmcore.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A machine that the user wants.
 *
 * @param properties what is wanted of it, in words, in the order in which differences are reported;
 *     those that may have any value are missing
 */
public record WantedMachine(String name, Map<String, String> properties) {
  /** Whether it starts with its host: {@code yes} or {@code no}. It can be changed at any time. */
  public static final String AUTOSTART = "autostart";

  public WantedMachine {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
