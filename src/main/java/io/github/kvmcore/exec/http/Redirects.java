package io.github.kvmcore.exec.http;

import io.github.kvmcore.model.image.Urls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges each redirect on the way from one URL: none leads from https to http, and none that a
 * public server sent leads to an address that only this host, or its network, can reach. A server
 * must not have kvmcore, which runs as root within the network, ask others in its place.
 *
 * <p>Java's client looks a name up itself, after this class has; it gets the same answer from
 * Java's cache, which keeps answers for 30 seconds. With a proxy the proxy looks names up: then
 * literal addresses and the names that are always local are judged.
 */
final class Redirects {
  private static final Pattern NUMBERS =
      Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*");
  private static final Pattern IPV4 = Pattern.compile("((0|[1-9][0-9]{0,2})(\\.(?!$)|$)){4}");
  private static final Pattern LOCAL_NAME =
      Pattern.compile(
          "localhost6?|.*\\.localhost6?|ip6-(localhost|loopback)|localhost6?\\.localdomain6?"
              + "|.*\\.(local|internal|home\\.arpa)");

  private final Proxies proxies;
  private final Reach.Resolver resolver;
  private final List<InetAddress> first;
  private boolean local;

  /** On the way from that URL; looks its host up before it is asked. */
  Redirects(URI url, Proxies proxies, Reach.Resolver resolver) {
    this.proxies = proxies;
    this.resolver = resolver;
    this.first = lookedUp(url);
    this.local = isLocal(url, first);
  }

  /**
   * Where a redirect leads.
   *
   * @throws TransferException where it must not be followed
   */
  URI next(URI from, String location) throws TransferException {
    URI to = resolved(from, location);
    String host = host(to);
    if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
      throw refused(from, to, "redirects from https to http are refused");
    }
    if (NUMBERS.matcher(host).matches() && !IPV4.matcher(host).matches()) {
      throw refused(from, to, "its address is written in an unusual way");
    }
    List<InetAddress> addresses = lookedUp(to);
    if (addresses.isEmpty() && proxies.forUrl(to).isEmpty()) {
      throw TransferException.passing(leads(from, to) + ": cannot resolve host name " + host, null);
    }
    Reach reach = reach(to, addresses);
    boolean known = !addresses.isEmpty() && first.containsAll(addresses);
    if (reach != Reach.PUBLIC && !(local && (known || reach.isLocal()))) {
      String whose = local ? "" : " from a public address";
      throw refused(from, to, "redirects" + whose + " to a " + reach + " address are refused");
    }
    local &= isLocal(to, addresses);
    return to;
  }

  private static URI resolved(URI from, String location) throws TransferException {
    URI to = null;
    try {
      to = Location.resolve(from, location);
    } catch (IllegalArgumentException e) {
      // told below; the exception's message has the whole URL
    }
    String scheme = to == null ? "" : String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    if (to == null || to.getHost() == null || !Set.of("http", "https").contains(scheme)) {
      throw TransferException.lasting(
          Urls.shown(from) + " redirects to what is no http URL (" + Urls.shown(location) + ")",
          "check the URL");
    }
    return Urls.withoutUser(to);
  }

  private static TransferException refused(URI from, URI to, String why) {
    return TransferException.lasting(
        leads(from, to) + ": " + why, "if you trust it, give the URL that it leads to");
  }

  private static String leads(URI from, URI to) {
    return Urls.shown(from) + " redirects to " + Urls.shown(to);
  }

  /** In lower case, without brackets and the dot of a complete name. */
  private static String host(URI url) {
    String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    return host.replaceAll("[\\[\\]]|\\.$", "");
  }

  /** Empty where the name is not known, or is for a proxy to look up. */
  private List<InetAddress> lookedUp(URI url) {
    String host = host(url);
    boolean literal = host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    if (!literal && proxies.forUrl(url).isPresent()) {
      return List.of();
    }
    try {
      return List.of(resolver.addresses(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /** One public address among others makes it public. */
  private static boolean isLocal(URI url, List<InetAddress> addresses) {
    return reach(url, addresses) != Reach.PUBLIC
        && addresses.stream().map(Reach::of).noneMatch(Reach.PUBLIC::equals);
  }

  /** That of the address which is least wanted: the client takes any. */
  private static Reach reach(URI url, List<InetAddress> addresses) {
    boolean name = LOCAL_NAME.matcher(host(url)).matches();
    return addresses.stream()
        .map(Reach::of)
        .max(Comparator.naturalOrder())
        .orElse(name ? Reach.LOOPBACK : Reach.PUBLIC);
  }
}
