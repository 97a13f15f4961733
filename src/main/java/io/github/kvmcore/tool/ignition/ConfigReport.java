package io.github.kvmcore.tool.ignition;

import io.github.kvmcore.model.config.ConfigMistake;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Butane and ignition-validate say of a configuration. */
public final class ConfigReport {
  private static final int MOST = 20;
  private static final int LONGEST = 300;

  /**
   * How Butane and ignition-validate report: {@code error at $.a.b, line 3 col 5: reason}, and how
   * their parser of YAML does: {@code line 3: reason}.
   */
  private static final Pattern REPORTED =
      Pattern.compile(
          "(?:(?:error|warning|info)(?: at (?<path>\\$\\S*?))?(?:,?(?: at)? line (?<at>\\d+) col"
              + " \\d+)?|line (?<line>\\d+)): (?<problem>.*)");

  /** Lines that say only that there are errors, or that show the file itself. */
  private static final Pattern NO_REASON =
      Pattern.compile(
          "|Config produced warnings.*|Error translating config: config generated was invalid"
              + "|(\\d+ )?\\|.*|-->.*");

  /** What is wrong, without the values that these programs quote. */
  public static List<ConfigMistake> mistakes(String said) {
    return said.lines()
        .map(String::strip)
        .filter(line -> !NO_REASON.matcher(line).matches())
        .limit(MOST)
        .map(ConfigReport::of)
        .toList();
  }

  private ConfigReport() {}

  private static ConfigMistake of(String said) {
    String cut = said.substring(0, Math.min(said.length(), LONGEST)).replaceAll("`[^`]*`?", "…");
    Matcher entry = REPORTED.matcher(cut);
    if (!entry.matches()) {
      return new ConfigMistake(0, cut);
    }
    String path = entry.group("path");
    String line = entry.group("at") == null ? entry.group("line") : entry.group("at");
    return new ConfigMistake(
        line == null ? 0 : Integer.parseInt(line),
        (path == null ? "" : path.replaceFirst("^\\$\\.?", "") + ": ") + entry.group("problem"));
  }
}
