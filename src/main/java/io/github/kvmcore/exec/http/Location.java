package io.github.kvmcore.exec.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves a redirect's Location as browsers and curl do: characters that a URI may not hold are
 * escaped, and relative ones follow RFC 3986, which {@link URI#resolve} is older than.
 */
final class Location {
  private static final Pattern PARTS =
      Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\\?[^#]*)?(#.*)?");
  private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%";

  private Location() {}

  /**
   * The URL that a redirect leads to.
   *
   * @param location the header's value, one character for each byte, as Java's client gives it
   * @throws IllegalArgumentException where it is no URL
   */
  static URI resolve(URI from, String location) {
    Matcher parts = PARTS.matcher(location.strip());
    if (!parts.matches() || (parts.group(1) != null && parts.group(2) == null)) {
      throw new IllegalArgumentException("no URL");
    }
    String scheme = parts.group(1);
    String authority = parts.group(2);
    String path = escaped(parts.group(3));
    String query = parts.group(4) == null ? "" : escaped(parts.group(4));
    if (authority == null) {
      String base = String.valueOf(from.getRawPath());
      if (path.isEmpty()) { // only the query is another
        path = base;
        query = query.isEmpty() && from.getRawQuery() != null ? "?" + from.getRawQuery() : query;
      } else if (!path.startsWith("/")) {
        path = base.substring(0, base.lastIndexOf('/') + 1) + path;
      }
    }
    return URI.create(
        (scheme == null ? from.getScheme() + ":" : scheme)
            + (authority == null ? "//" + from.getRawAuthority() : authority)
            + withoutDots(path)
            + query);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (byte next :
        BARE_PERCENT.matcher(text).replaceAll("%25").getBytes(StandardCharsets.ISO_8859_1)) {
      int code = next & 0xff;
      boolean letter = code < 128 && Character.isLetterOrDigit(code);
      out.append(
          letter || ALLOWED.indexOf(code) >= 0
              ? String.valueOf((char) code)
              : String.format(Locale.ROOT, "%%%02X", code));
    }
    return out.toString();
  }

  /** An absolute path without the segments {@code .} and {@code ..}. */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.pollLast();
      }
      if (!segments[i].equals(".") && !segments[i].equals("..")) {
        kept.add(segments[i]);
      } else if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
