package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the outputs of {@code virsh} that are no XML; under {@code -q}, so without headings. */
public final class VirshTables {
  private static final Pattern MAC = Pattern.compile("(?:[0-9a-f]{2}:){5}[0-9a-f]{2}");

  private VirshTables() {}

  /** {@code list --uuid} and {@code net-list --uuid}: a UUID per line. */
  public static List<UUID> uuids(String out) {
    return out.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(Uuids::parse)
        .toList();
  }

  /** {@code nwfilter-list}: a UUID and a name per line. */
  public static Set<String> filters(String out) {
    return out.lines()
        .map(line -> line.strip().split("\\s+", 2))
        .filter(words -> words.length == 2)
        .map(words -> words[1])
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * {@code net-dhcp-leases} and {@code domifaddr}: the MAC and IPv4 address of each line that has
   * both, wherever in the line they stand; a client's identifier behind them may look like a MAC.
   */
  public static List<Lease> addresses(String out) {
    return out.lines().flatMap(line -> address(line).stream()).toList();
  }

  private static Optional<Lease> address(String line) {
    String mac = "";
    Optional<Ipv4Address> address = Optional.empty();
    for (String word : line.strip().split("\\s+", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      int slash = word.indexOf('/');
      if (mac.isEmpty() && MAC.matcher(lower).matches()) {
        mac = lower;
      } else if (slash > 0 && address.isEmpty()) {
        address = Ipv4Address.parse(word.substring(0, slash));
      }
    }
    String found = mac;
    return mac.isEmpty() ? Optional.empty() : address.map(value -> new Lease(found, value));
  }
}
