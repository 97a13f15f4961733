package io.github.kvmcore.exec.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxy servers that the environment names, in the words that curl and wget know: {@code
 * http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}, each also in capitals.
 * {@code HTTP_PROXY} is not read where {@code REQUEST_METHOD} is set: there it is what a CGI client
 * sent as a header.
 */
final class Proxies {
  private static final int DEFAULT_PORT = 80;

  private final Map<String, String> environment;

  public Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * A proxy that speaks HTTP.
   *
   * @param user null where it wants none
   */
  public record Server(String host, int port, @Nullable String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * The proxy for a URL; empty where it is asked directly.
   *
   * @throws UncheckedIOException where the variable's value is none that can be used
   */
  public Optional<Server> forUrl(URI url) {
    if (url.getHost() == null || exempt(url)) {
      return Optional.empty();
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    return value(scheme + "_proxy").or(() -> value("all_proxy"));
  }

  private Optional<Server> value(String name) {
    return variable(name).map(text -> parse(name, text));
  }

  private Optional<String> variable(String name) {
    String value = environment.get(name);
    boolean cgi = name.equals("http_proxy") && environment.containsKey("REQUEST_METHOD");
    if (value == null && !cgi) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Not by {@link URI}: passwords hold characters that a URI may not. */
  private static Server parse(String name, String text) {
    int schemeEnd = text.indexOf("://");
    if (schemeEnd >= 0 && !text.substring(0, schemeEnd).equalsIgnoreCase("http")) {
      throw unusable(name, "kvmcore speaks to a proxy by http:// only");
    }
    String rest = schemeEnd < 0 ? text : text.substring(schemeEnd + 3);
    int at = rest.lastIndexOf('@');
    String address = rest.substring(at + 1).replaceFirst("/.*", "");
    String user = null;
    String password = "";
    if (at >= 0) {
      String[] parts = rest.substring(0, at).split(":", 2);
      user = decode(parts[0]);
      password = parts.length > 1 ? decode(parts[1]) : "";
    }
    HostPort hostPort = HostPort.parse(address);
    if (hostPort.host().isEmpty()) {
      throw unusable(name, "it names no host");
    }
    int port = hostPort.port() < 0 ? DEFAULT_PORT : hostPort.port();
    return new Server(hostPort.host(), port, user, password);
  }

  private static UncheckedIOException unusable(String name, String why) {
    String message =
        "the environment variable "
            + name
            + " can't be used: "
            + why
            + "\nset it as http://host:port or http://user:password@host:port";
    return new UncheckedIOException(message, new IOException(message));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a percent sign that begins no escape is itself
    }
  }

  private boolean exempt(URI url) {
    String host = HostPort.parse(url.getHost()).host();
    int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    String list = variable("no_proxy").orElse("");
    for (String entry : list.split("[,\\s]+", -1)) {
      if (!entry.isEmpty() && matches(entry, host, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.indexOf('/') >= 0) {
      return AddressRange.parse(entry).filter(range -> range.contains(host)).isPresent();
    }
    HostPort wanted = HostPort.parse(entry);
    if (wanted.port() >= 0 && wanted.port() != port) {
      return false;
    }
    Optional<AddressRange> address = AddressRange.parse(wanted.host());
    if (address.isPresent()) {
      return address.get().contains(host);
    }
    String suffix = wanted.host().replaceFirst("^\\*?\\.", "");
    return !suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix));
  }

  /**
   * A host, and its port where one is named.
   *
   * @param host in lower case, without the brackets of an IPv6 address and the dot of a whole name
   * @param port -1 where none is named
   */
  private record HostPort(String host, int port) {
    static HostPort parse(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      int colon = lower.lastIndexOf(':');
      boolean numbered = colon >= 0 && lower.substring(colon + 1).matches("[0-9]{1,5}");
      boolean bareIpv6 = lower.indexOf(':') != colon && !lower.startsWith("[");
      String host = numbered && !bareIpv6 ? lower.substring(0, colon) : lower;
      int port = numbered && !bareIpv6 ? Integer.parseInt(lower.substring(colon + 1)) : -1;
      return new HostPort(host.replaceAll("[\\[\\]]|\\.$", ""), port);
    }
  }
}
