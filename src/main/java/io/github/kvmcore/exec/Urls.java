package io.github.kvmcore.exec;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs without the secrets that they may hold. */
public final class Urls {
  private Urls() {}

  /** The URL without user and password: what messages, names and side files show. */
  public static String shown(URI url) {
    String info = url.getRawUserInfo();
    return info == null ? url.toString() : url.toString().replace(info + "@", "");
  }

  /** The same for a text that may be a URL; another text stays as it is. */
  public static String shown(String text) {
    return text.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@", "$1");
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
