package io.github.kvmcore.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expected digest.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex lower-case hexadecimal
 */
public record Digest(String algorithm, String hex) {
  private static final Pattern TEXT = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  /** Reads {@code sha256:<hex>} or {@code sha512:<hex>}; empty where it is neither. */
  public static Optional<Digest> parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String[] parts = matcher.group().split(":", -1);
    return Optional.of(new Digest(parts[0], parts[1]));
  }

  /** The name under which Java's MessageDigest knows the algorithm. */
  public String javaName() {
    return algorithm.equals("sha256") ? "SHA-256" : "SHA-512";
  }

  /** As {@code sha256:<hex>}. */
  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
