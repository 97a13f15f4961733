package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.tool.network.IpNeigh;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out who has addresses on a network: a try to connect makes the kernel ask for the MAC
 * address, whatever firewall the other has.
 */
public final class NeighbourProbe {
  /** With the two processes around it, half a second at the most. */
  private static final Duration LIMIT = Duration.ofMillis(300);

  private final HostAccess access;

  public NeighbourProbe(HostAccess access) {
    this.access = access;
  }

  /**
   * Those that answer for any of the addresses.
   *
   * @param device the host's bridge; if the host has no address there, no answer comes
   */
  public List<Lease> read(String device, List<Ipv4Address> addresses) {
    if (addresses.isEmpty()) {
      return List.of();
    }
    List<String> names = addresses.stream().map(Ipv4Address::toString).toList();
    Set<Ipv4Address> answering =
        access.ports().answering(names, Ports.SSH, LIMIT).stream()
            .flatMap(name -> Ipv4Address.parse(name).stream())
            .collect(Collectors.toSet());
    CommandResult result = access.commands().run(IpNeigh.list(device));
    List<Lease> found =
        result.ok()
            ? IpNeigh.parse(result.out(), answering).stream()
                .filter(neighbour -> addresses.contains(neighbour.address()))
                .toList()
            : List.of();
    return found.isEmpty() ? found : present(device, found, answering);
  }

  /** A machine that was destroyed a moment ago is confirmed still, but has left the bridge. */
  private List<Lease> present(String device, List<Lease> found, Set<Ipv4Address> answering) {
    CommandResult result = access.commands().run(IpNeigh.onBridge(device));
    return result.ok()
        ? found.stream()
            .filter(it -> answering.contains(it.address()) || result.out().contains(it.mac()))
            .toList()
        : found;
  }
}
