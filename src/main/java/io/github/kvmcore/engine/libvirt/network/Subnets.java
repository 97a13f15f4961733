package io.github.kvmcore.engine.libvirt.network;

import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Chooses the subnet of a cluster's own network, and the addresses in it. */
public final class Subnets {
  /** Private ranges (RFC 1918), the less used parts of them first. */
  private static final List<Ipv4Subnet> POOLS =
      Stream.of("192.168.128.0/17", "172.24.0.0/13", "10.128.0.0/9")
          .flatMap(text -> Ipv4Subnet.parse(text).stream())
          .toList();

  /** Candidates that are looked at in one pool before the next one is. */
  private static final int CANDIDATES = 512;

  /** That of a cluster's network, where nothing else is asked for. */
  static final int USUAL_PREFIX = 24;

  /** Below this size every address counts; above, the first ten are left for people's own use. */
  private static final int SMALL = 32;

  private Subnets() {}

  /**
   * A subnet that meets no route and no network of the host, running or not. The same cluster gets
   * the same one as long as it is free.
   */
  static Ipv4Subnet choose(String cluster, int machines, HostState hostState, HostFacts facts) {
    List<Ipv4Subnet> taken = taken(hostState, facts);
    int prefix = prefixFor(machines);
    return POOLS.stream()
        .flatMap(pool -> candidates(pool, prefix, cluster))
        .filter(candidate -> taken.stream().noneMatch(candidate::overlaps))
        .findFirst()
        .orElseThrow(
            () ->
                KvmcoreException.host(
                    "no private subnet of size /"
                        + prefix
                        + " is free on this host: give one with -e vm_network_subnet=… (it may lie"
                        + " inside a wider route, such as a VPN's, if nobody uses it there), or an"
                        + " existing network with -e vm_network_name=…"));
  }

  private static Stream<Ipv4Subnet> candidates(Ipv4Subnet pool, int prefix, String cluster) {
    int all = 1 << (prefix - pool.prefix());
    int first = Identity.spread(cluster, all);
    return IntStream.range(0, Math.min(all, CANDIDATES))
        .mapToObj(i -> pool.address(((first + i) % all) << (32 - prefix)))
        .map(base -> new Ipv4Subnet(base, prefix));
  }

  private static int prefixFor(int machines) {
    int prefix = USUAL_PREFIX;
    while (capacity(new Ipv4Subnet(new Ipv4Address(0), prefix)) < machines) {
      prefix--;
    }
    return prefix;
  }

  /** Subnets that the host knows: by a route, or by a network that may be started again. */
  static List<Ipv4Subnet> taken(HostState hostState, HostFacts facts) {
    List<Ipv4Subnet> taken = new ArrayList<>(facts.routes());
    hostState.networks().stream().map(Network::subnets).forEach(taken::addAll);
    return taken;
  }

  /**
   * What the host has of a subnet that the user asked for: a network that overlaps with it, or a
   * route to all of it or to a part. A route to more is no obstacle: see {@link #around}.
   */
  static Optional<Ipv4Subnet> obstacle(Ipv4Subnet subnet, HostState hostState, HostFacts facts) {
    return Stream.concat(
            hostState.networks().stream().flatMap(network -> network.subnets().stream()),
            facts.routes().stream().filter(route -> !route.isWider(subnet)))
        .filter(subnet::overlaps)
        .findFirst();
  }

  /** The narrowest route of the host to more than a subnet, as of a VPN. */
  static Optional<Ipv4Subnet> around(Ipv4Subnet subnet, HostFacts facts) {
    return facts.routes().stream()
        .filter(route -> route.isWider(subnet) && route.overlaps(subnet))
        .max(Comparator.comparing(Ipv4Subnet::prefix));
  }

  /** How many machines a subnet has addresses for. */
  static int capacity(Ipv4Subnet subnet) {
    return (int) Math.max(0, subnet.size() - 1 - firstOffset(subnet));
  }

  /** What {@link #addressOf} makes of this number is the first address behind the host's own. */
  static int lowest(Ipv4Subnet subnet) {
    return 3 - firstOffset(subnet);
  }

  public static Ipv4Address gateway(Ipv4Subnet subnet) {
    return subnet.address(1);
  }

  /** The address of the machine with this number, from 1. */
  public static Ipv4Address addressOf(Ipv4Subnet subnet, int index) {
    return subnet.address(firstOffset(subnet) + index - 1);
  }

  private static int firstOffset(Ipv4Subnet subnet) {
    return subnet.size() >= SMALL ? 11 : 2;
  }
}
