package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.model.machine.Identity;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.network.Dhcp;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Ipv4Range;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.network.Network;
import io.github.kvmcore.model.network.Reservation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads libvirt's network XML (libvirt.org/formatnetwork.html) as far as kvmcore needs it. */
public final class NetworkXml {
  /** Forward modes by which guests are on a network that is not libvirt's. */
  private static final Set<String> OUTER =
      Set.of("bridge", "private", "vepa", "passthrough", "hostdev");

  private NetworkXml() {}

  /**
   * Reads a network.
   *
   * @throws IllegalArgumentException where the text is not a network
   */
  public static Network parse(String text, boolean active) {
    Xml root = Xml.parse(text);
    if (!root.name().equals("network")) {
      throw new IllegalArgumentException("the root element is " + root.name() + ", not network");
    }
    String cluster = cluster(root);
    List<Xml> all = root.all("ip");
    List<Xml> ips = all.stream().filter(NetworkXml::isIpv4).toList();
    return new Network(
        Uuids.parse(root.textOf("uuid")),
        root.textOf("name"),
        active,
        true,
        root.first("forward").filter(it -> OUTER.contains(it.attribute("mode"))).isPresent(),
        root.first("bridge").map(bridge -> bridge.attribute("name")).orElse(""),
        ips.stream().flatMap(ip -> subnet(ip).stream()).toList(),
        ips.stream().flatMap(ip -> Ipv4Address.parse(ip.attribute("address")).stream()).toList(),
        dhcp(all, cluster != null),
        cluster);
  }

  /**
   * libvirt gives out IPv4 addresses of one subnet at the most, which need not be the first. A
   * {@code <dhcp>} with neither range nor host gives out none.
   *
   * @param own whether it is a cluster's own, which has hosts only, and at times none of them
   */
  private static @Nullable Dhcp dhcp(List<Xml> ips, boolean own) {
    return IntStream.range(0, ips.size())
        .filter(index -> isIpv4(ips.get(index)))
        .filter(
            index ->
                own
                    || Stream.of("range", "host")
                        .anyMatch(it -> !ips.get(index).all("dhcp", it).isEmpty()))
        .mapToObj(index -> dhcp(index, ips.get(index)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private static Optional<Dhcp> dhcp(int index, Xml ip) {
    return subnet(ip)
        .map(
            subnet ->
                new Dhcp(
                    index,
                    subnet,
                    ip.all("dhcp", "range").stream().flatMap(NetworkXml::range).toList(),
                    ip.all("dhcp", "host").stream().flatMap(NetworkXml::reservation).toList()));
  }

  private static Stream<Ipv4Range> range(Xml range) {
    Optional<Ipv4Address> end = Ipv4Address.parse(range.attribute("end"));
    return Ipv4Address.parse(range.attribute("start")).stream()
        .flatMap(start -> end.stream().map(last -> new Ipv4Range(start, last)));
  }

  private static boolean isIpv4(Xml ip) {
    return !ip.attribute("family").equals("ipv6");
  }

  private static Optional<Ipv4Subnet> subnet(Xml ip) {
    Optional<Ipv4Address> address = Ipv4Address.parse(ip.attribute("address"));
    String prefix = ip.attribute("prefix");
    if (!prefix.isEmpty()) {
      return address.map(base -> new Ipv4Subnet(base, Integer.parseInt(prefix)));
    }
    return address.map(
        base ->
            Ipv4Address.parse(ip.attribute("netmask"))
                .map(mask -> Ipv4Subnet.of(base, mask))
                .orElseGet(() -> new Ipv4Subnet(base, classPrefix(base))));
  }

  /** Where the XML has neither prefix nor netmask, libvirt takes that of the address's class. */
  private static int classPrefix(Ipv4Address address) {
    int first = address.bits() >>> 24;
    return first < 128 ? 8 : first < 192 ? 16 : 24;
  }

  private static Stream<Reservation> reservation(Xml host) {
    return Ipv4Address.parse(host.attribute("ip")).stream()
        .map(
            address ->
                new Reservation(
                    host.attribute("mac").toLowerCase(Locale.ROOT),
                    host.attribute("name"),
                    address));
  }

  /** A network that was made from a copy of the cluster's own has the tag as well. */
  private static @Nullable String cluster(Xml root) {
    UUID uuid = Uuids.parse(root.textOf("uuid"));
    return root.all("metadata").stream()
        .flatMap(metadata -> metadata.children().stream())
        .filter(child -> child.isIn(MachineTag.NAMESPACE) && child.name().equals("network"))
        .map(child -> child.attribute("cluster"))
        .filter(cluster -> root.textOf("name").equals(Identity.networkName(cluster)))
        .filter(cluster -> uuid.equals(Identity.networkUuid(cluster)))
        .findFirst()
        .orElse(null);
  }
}
