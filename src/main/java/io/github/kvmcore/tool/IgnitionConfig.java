package io.github.kvmcore.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at an Ignition config (coreos.github.io/ignition) as far as kvmcore can judge it. */
public final class IgnitionConfig {
  /** The version that every system of today reads, and in which kvmcore's own are. */
  private static final int SURE = 3;

  /** The last version that is not experimental. */
  private static final int LAST = 6;

  private static final Pattern VERSION = Pattern.compile("3\\.([0-9]{1,3})\\.0");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private IgnitionConfig() {}

  /** What is wrong, with its place in the text; empty where it may be an Ignition config. */
  public static Optional<String> mistake(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : "line %d, column %d: "
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      String plain = reason.replaceAll("\\[Source: .*; (line: \\d+), (column: \\d+)]", "$1, $2");
      String said = plain.replaceAll("(line|column): ", "$1 ");
      // What stands there may be a secret: the place tells enough.
      return Optional.of(place + "no JSON: " + said.replaceAll("token '.*?'(?=:|$)", "word"));
    }
    if (!root.isObject() || !root.path("ignition").isObject()) {
      return Optional.of("no Ignition config: there is no \"ignition\" in it");
    }
    JsonNode version = root.at("/ignition/version");
    if (!version.isTextual()) {
      return Optional.of("ignition.version is missing");
    }
    return minor(version.asText()) <= LAST
        ? Optional.empty()
        : Optional.of(
            "ignition.version is "
                + version.toString()
                + ", and guests read 3.0.0 to 3."
                + LAST
                + ".0");
  }

  /** A version of which older guests don't know; empty where all of today do. */
  public static Optional<String> newVersion(String text) {
    try {
      String version = JSON.readTree(text).at("/ignition/version").asText();
      return Optional.of(version).filter(it -> minor(it) > SURE);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The second number of a version 3; more than any where it is none. */
  private static int minor(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
  }
}
