package io.github.kvmcore.model.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A digest.
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

  /** The SHA-256 of a text's UTF-8 bytes. */
  public static Digest sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return new Digest("sha256", HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
