package io.github.kvmcore.model.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs without the secrets that they may hold. What messages, metadata and side files hold of a URL
 * is {@link #shown}: no user, password or fragment, and a query only if all its parameters are
 * known to be harmless. Else the query is {@code ?…}, followed by a checksum of the parameters that
 * are no secrets, so that two URLs that name two files stay two, and one that is signed again each
 * day stays one.
 */
public final class Urls {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?s)([A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#]*@)?([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
  private static final Pattern WITHIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s'\"<>\\\\]*[^\\s'\"<>\\\\),.;:]");
  private static final String HIDDEN = "…";
  private static final int CHECKSUM_DIGITS = 8;

  private Urls() {}

  /** The URL as it may be shown and kept. */
  public static String shown(URI url) {
    return shown(url.toString());
  }

  /** The same for a text that may be a URL; another text stays as it is. */
  public static String shown(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return text;
    }
    String query = parts.group(3);
    return parts.group(1) + parts.group(2) + (query == null ? "" : "?" + shownQuery(query));
  }

  private static String shownQuery(String query) {
    List<UrlParameter> all = UrlParameter.of(query);
    if (query.startsWith(HIDDEN) || all.stream().allMatch(UrlParameter::isHarmless)) {
      return query;
    }
    String rest = UrlParameter.withoutSecrets(all);
    return HIDDEN + (rest.isEmpty() ? "" : Digest.sha256(rest).hex().substring(0, CHECKSUM_DIGITS));
  }

  /** Whether two sources, as given or as shown, are the same but for secrets. */
  public static boolean same(String one, String other) {
    return shown(one).equals(shown(other));
  }

  /** What tells a URL's file from others: the URL without user, password and secret parameters. */
  public static String key(URI url) {
    Matcher parts = PARTS.matcher(url.toString());
    if (!parts.matches()) {
      return url.toString();
    }
    String query = parts.group(3);
    String rest = query == null ? "" : UrlParameter.withoutSecrets(UrlParameter.of(query));
    return parts.group(1) + parts.group(2) + (rest.isEmpty() ? "" : "?" + rest);
  }

  /** The URL to ask for, without user and password, which go by a header. */
  public static URI withoutUser(URI url) {
    String info = url.getRawUserInfo();
    return info == null ? url : URI.create(url.toString().replace(info + "@", ""));
  }

  /** A text with each URL in it as it may be shown. */
  public static String within(String text) {
    return text.contains("://")
        ? WITHIN.matcher(text).replaceAll(url -> Matcher.quoteReplacement(shown(url.group())))
        : text;
  }

  /** The URL of a file beside another: the same path with an ending, without a query. */
  public static URI beside(URI url, String ending) {
    try {
      String path = String.valueOf(url.getPath()) + ending;
      return new URI(url.getScheme(), url.getRawAuthority(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path can be added to " + shown(url), e);
    }
  }
}
