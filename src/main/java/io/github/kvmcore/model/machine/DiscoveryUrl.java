package io.github.kvmcore.model.machine;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where etcd's members of one cluster find each other: a discovery service's URL that ends with the
 * cluster's token. Who knows it can join, so it is shown only where it is needed.
 */
public record DiscoveryUrl(String text) {
  private static final int LONGEST = 512;

  /**
   * Narrower than what a URL may be: it ends up in YAML, in a systemd unit, where % is special, and
   * in XML.
   */
  private static final Pattern SHAPE =
      Pattern.compile(
          "https?://([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?"
              + "(/[A-Za-z0-9._~-]+)*/[A-Za-z0-9_-]+");

  public DiscoveryUrl {
    if (!isDiscoveryUrl(text)) {
      throw new IllegalArgumentException("not a discovery URL");
    }
  }

  /** The text as a discovery URL; empty where it is none. */
  public static Optional<DiscoveryUrl> parse(String text) {
    return isDiscoveryUrl(text) ? Optional.of(new DiscoveryUrl(text)) : Optional.empty();
  }

  /** A service's URL with a token below it; empty where they make no discovery URL. */
  public static Optional<DiscoveryUrl> of(URI service, String token) {
    String base = service.toString();
    return parse(base + (base.endsWith("/") ? "" : "/") + token);
  }

  private static boolean isDiscoveryUrl(String text) {
    return text.length() <= LONGEST && SHAPE.matcher(text).matches();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return text.substring(0, text.lastIndexOf('/') + 1) + "…";
  }
}
