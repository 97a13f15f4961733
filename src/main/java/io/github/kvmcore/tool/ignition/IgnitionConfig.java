package io.github.kvmcore.tool.ignition;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.config.ConfigMistake;
import io.github.kvmcore.tool.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks an Ignition config (coreos.github.io/ignition) for what stops a guest at its first boot.
 *
 * @param mistakes what is wrong; empty if it may be an Ignition config
 * @param unreadBy the releases that do not read its version, for a note; null if all of today do
 */
public record IgnitionConfig(List<ConfigMistake> mistakes, @Nullable String unreadBy) {
  /** Ignition's own check, which some hosts have. */
  public static final String VALIDATOR = "ignition-validate";

  private static final String READ = "guests read 3.0.0 to 3.6.0";

  /** The last version that is not experimental. */
  private static final int LAST = 6;

  private static final Pattern VERSION = Pattern.compile("3\\.([0-9]{1,3})\\.0");

  /**
   * Checks a text.
   *
   * @param file where it came from, for the command that converts it
   */
  public static IgnitionConfig check(Path file, String text) {
    try {
      return check(file, JsonTree.parse(text));
    } catch (JsonProcessingException e) {
      return wrong(
          text.lines().anyMatch(line -> line.matches("variant:\\s*\\w+\\s*"))
              ? new ConfigMistake(0, "is YAML for Butane; give it with --butane")
              : syntax(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory refuses nothing
    }
  }

  private static IgnitionConfig check(Path file, @Nullable JsonTree config) {
    JsonTree ignition = config == null ? null : config.get("ignition");
    if (config != null && config.get("ignitionVersion") != null) {
      return wrong(old(file, config.line(), "1"));
    }
    if (config == null || ignition == null || !ignition.isObject()) {
      int line = config == null ? 0 : config.line();
      return wrong(new ConfigMistake(line, "no Ignition config: there is no \"ignition\" in it"));
    }
    JsonTree version = ignition.get("version");
    if (version == null || !version.isString()) {
      String problem = version == null ? "is missing" : "must be a string in quotes";
      return wrong(new ConfigMistake(ignition.line(), "ignition.version " + problem));
    }
    Matcher matcher = VERSION.matcher(version.text());
    int minor = matcher.matches() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
    if (version.text().matches("2\\.[0-9].{0,20}")) {
      return wrong(old(file, version.line(), version.text()));
    }
    if (minor > LAST) {
      String problem = "ignition.version is \"" + version.text() + "\"; " + READ;
      return wrong(new ConfigMistake(version.line(), problem));
    }
    List<ConfigMistake> mistakes = new ArrayList<>();
    IgnitionSchema.check(config, minor, mistakes);
    IgnitionChecks.check(config, mistakes);
    mistakes.sort(Comparator.comparingInt(ConfigMistake::line));
    return new IgnitionConfig(List.copyOf(mistakes), unreadBy(minor));
  }

  private static @Nullable String unreadBy(int minor) {
    return switch (minor) {
      case 5 -> "version 3.5.0 is not read by Flatcar LTS 4081 and older releases";
      case 6 -> "version 3.6.0 is not read by Flatcar 4593 and older releases";
      default -> null;
    };
  }

  private static IgnitionConfig wrong(ConfigMistake mistake) {
    return new IgnitionConfig(List.of(mistake), null);
  }

  private static ConfigMistake syntax(JsonProcessingException e) {
    boolean known = e.getLocation() != null;
    String place = known ? "column " + e.getLocation().getColumnNr() + ": " : "";
    String reason = e.getOriginalMessage().lines().findFirst().orElse("");
    String plain = reason.replaceAll("\\[Source: .*; (line: \\d+), (column: \\d+)]", "$1, $2");
    String said = plain.replaceAll("(line|column): ", "$1 ");
    // What stands there may be a secret: the place tells enough.
    String hidden = said.replaceAll("token '.*?'(?=:|$)", "word");
    return new ConfigMistake(known ? e.getLocation().getLineNr() : 0, place + "no JSON: " + hidden);
  }

  private static ConfigMistake old(Path file, int line, String version) {
    Command convert =
        Command.of("ign-converter", "-input", file.toString(), "-output", file + ".v3");
    return new ConfigMistake(
        line,
        "ignition.version is \""
            + version
            + "\"; "
            + READ
            + "; convert it (github.com/coreos/ign-converter)\n  next: "
            + convert.display());
  }

  /** Runs Ignition's own check on a text; {@link ConfigReport} reads what it says. */
  public static Command validate(String text) {
    return Command.of(List.of(VALIDATOR, "-")).withInput(text).asSecret();
  }
}
