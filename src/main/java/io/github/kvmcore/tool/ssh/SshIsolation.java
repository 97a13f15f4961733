package io.github.kvmcore.tool.ssh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Options that keep a guest from the user who logs in: a {@code Host *} of the user's configuration
 * would hand the ssh agent or the display to it, or share the session by a socket that others may
 * listen on. How to get to the machine (ProxyJump, keys) stays the user's.
 */
final class SshIsolation {
  private static final Map<String, String> OPTIONS = options();

  private SshIsolation() {}

  private static Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("ForwardAgent", "no");
    options.put("ForwardX11", "no");
    options.put("ControlPath", "none");
    options.put("PermitLocalCommand", "no");
    return options;
  }

  /** All of them, by name. */
  static Map<String, String> all() {
    return OPTIONS;
  }

  /**
   * Without those that the user gives otherwise by {@code -o}: ssh takes the first value. Its short
   * options, such as {@code -A}, count whatever stands before.
   *
   * @param behind what stands behind the address
   */
  static Map<String, String> except(List<String> behind) {
    List<String> given =
        behind.stream()
            .takeWhile(word -> !word.equals("--"))
            .map(word -> word.toLowerCase(Locale.ROOT).replaceFirst("^-o *", ""))
            .toList();
    Map<String, String> options = new LinkedHashMap<>(OPTIONS);
    options.keySet().removeIf(name -> given.stream().anyMatch(word -> names(word, name)));
    return options;
  }

  private static boolean names(String word, String option) {
    String name = option.toLowerCase(Locale.ROOT);
    return word.startsWith(name + "=") || word.startsWith(name + " ");
  }
}
