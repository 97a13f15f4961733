package io.github.kvmcore.tool.network;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The host's routes, by iproute2's {@code ip}. */
public final class IpRoute {
  /** Kinds of route that stand before the destination in {@code ip route show table all}. */
  private static final Set<String> KINDS =
      Set.of(
          "unicast",
          "local",
          "broadcast",
          "multicast",
          "throw",
          "unreachable",
          "prohibit",
          "blackhole",
          "nat");

  private IpRoute() {}

  /** Lists the IPv4 routes of all tables, those of VPNs with tables of their own among them. */
  public static Command list() {
    return Command.of("ip", "-4", "route", "show", "table", "all");
  }

  /**
   * The destinations, without the default route, which meets everything, and its two halves, which
   * VPNs set in its place; and the routers on the way to any of them, as this host must go on
   * reaching those.
   */
  public static List<Ipv4Subnet> parse(String out) {
    return out.lines()
        .flatMap(line -> Stream.concat(destination(line).stream(), router(line).stream()))
        .toList();
  }

  private static Optional<Ipv4Subnet> router(String line) {
    List<String> words = List.of(line.strip().split("\\s+", -1));
    int via = words.indexOf("via");
    return via < 0 || via + 1 == words.size()
        ? Optional.empty()
        : Ipv4Address.parse(words.get(via + 1)).map(address -> new Ipv4Subnet(address, 32));
  }

  private static Optional<Ipv4Subnet> destination(String line) {
    String[] words = line.strip().split("\\s+", -1);
    int first = KINDS.contains(words[0]) && words.length > 1 ? 1 : 0;
    return Ipv4Subnet.parse(words[first]).filter(subnet -> subnet.prefix() > 1);
  }
}
