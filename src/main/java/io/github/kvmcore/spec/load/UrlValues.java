package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** URLs of files, and libvirt's connection URIs. */
final class UrlValues {
  private UrlValues() {}

  /** A URL that can be fetched: http and https with a host, or file. */
  static String fetchable(String text) {
    URI uri = uri(text);
    if (uri.getUserInfo() != null) {
      throw new BadValueException(
          "holds a user name or a password, which would be kept and shown with the machines");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean hasHost = uri.getHost() != null;
    boolean right =
        switch (scheme) {
          case "http", "https" -> hasHost;
          case "file" -> !hasHost && uri.getPath() != null && uri.getPath().startsWith("/");
          default -> throw new BadValueException(MessageText.quote(text) + wrongScheme(scheme));
        };
    if (!right) {
      throw new BadValueException(
          MessageText.quote(text)
              + (hasHost ? " names a host, which file: can't" : " names no host"));
    }
    return text;
  }

  /** A URL of a web service: http or https. */
  static String web(String text) {
    if (fetchable(text).regionMatches(true, 0, "file:", 0, 5)) {
      throw new BadValueException(MessageText.quote(text) + " is a file; use http or https");
    }
    if (uri(text).getRawFragment() != null) {
      throw new BadValueException(
          MessageText.quote(text) + " names a place within a page, after #");
    }
    return text;
  }

  private static String wrongScheme(String scheme) {
    return scheme.isEmpty()
        ? " is not a URL: it begins with http://, https:// or file:///"
        : ": " + MessageText.plain(scheme) + " is not supported; use http, https or file";
  }

  /** Whether a text is meant as a URL rather than as a file's path. */
  static boolean looksLikeUrl(String text) {
    int colon = text.indexOf(":/");
    return colon > 0
        && text.substring(0, colon)
            .chars()
            .allMatch(next -> next < 128 && (Character.isLetterOrDigit(next) || next == '+'));
  }

  /** A connection to the QEMU driver of this very host. */
  static String connection(String text) {
    URI uri = uri(text);
    String scheme = String.valueOf(uri.getScheme());
    boolean local = scheme.equals("qemu") || scheme.equals("qemu+unix");
    if (scheme.startsWith("qemu") && (!local || uri.getHost() != null)) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is a remote connection; kvmcore makes files on the host itself: run it there (ssh"
              + " HOST kvmcore …)");
    }
    String path = uri.getPath();
    if (!local || !("/system".equals(path) || "/session".equals(path))) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not a libvirt URI of the qemu driver, such as qemu:///system");
    }
    return text;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      String reason = text.indexOf(' ') >= 0 ? "it holds a blank" : e.getReason();
      throw new BadValueException(
          MessageText.quote(text) + " is not a URL: " + MessageText.plain(reason));
    }
  }
}
