package io.github.kvmcore.tool.network;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel's neighbours on one device, by iproute2's {@code ip}: see ip-neighbour(8). */
public final class IpNeigh {
  private static final Set<String> ANSWERED = Set.of("REACHABLE", "PERMANENT");

  private IpNeigh() {}

  /** Lists the neighbours on a device. */
  public static Command list(String device) {
    return Command.of("ip", "-4", "neigh", "show", "dev", device);
  }

  /** Lists the MAC addresses behind a bridge's ports: see bridge(8), of iproute2 as well. */
  public static Command onBridge(String device) {
    return Command.of("bridge", "fdb", "show", "br", device);
  }

  /**
   * Those that are there: an entry stays for hours after its machine has gone, so it counts if it
   * was confirmed in the last half minute, or if its address answers.
   *
   * @param answering addresses that answered just now
   */
  public static List<Lease> parse(String out, Set<Ipv4Address> answering) {
    return out.lines().flatMap(line -> neighbour(line, answering)).toList();
  }

  private static Stream<Lease> neighbour(String line, Set<Ipv4Address> answering) {
    List<String> words = List.of(line.strip().split("\\s+", -1));
    int mac = words.indexOf("lladdr") + 1;
    if (mac == 0 || mac == words.size()) {
      return Stream.empty();
    }
    boolean confirmed = ANSWERED.contains(words.get(words.size() - 1));
    return Ipv4Address.parse(words.get(0)).stream()
        .filter(address -> confirmed || answering.contains(address))
        .map(address -> new Lease(words.get(mac).toLowerCase(Locale.ROOT), address));
  }
}
