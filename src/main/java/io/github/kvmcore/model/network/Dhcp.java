package io.github.kvmcore.model.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The IPv4 addresses that libvirt gives out on a network.
 *
 * @param index the place of its {@code <ip>} among all of the network, IPv6 among them, from 0:
 *     what {@code net-update --parent-index} asks for
 * @param subnet that of its {@code <ip>}
 * @param ranges what it gives to anybody; empty: only to those that have a reservation
 * @param reservations its fixed addresses
 */
public record Dhcp(
    int index, Ipv4Subnet subnet, List<Ipv4Range> ranges, List<Reservation> reservations) {
  public Dhcp {
    ranges = List.copyOf(ranges);
    reservations = List.copyOf(reservations);
  }

  /** What a machine may be given: the ranges or, without one, all hosts of the subnet. */
  public List<Ipv4Range> usable() {
    return ranges.isEmpty()
        ? List.of(new Ipv4Range(subnet.address(1), subnet.broadcast().plus(-1)))
        : ranges;
  }

  /** How many {@link #addresses} there are. */
  public int size() {
    long all = usable().stream().mapToLong(Ipv4Range::size).sum();
    return (int) Math.min(all, Integer.MAX_VALUE);
  }

  /** All {@link #usable} addresses once, beginning with the one at this place, from 0. */
  public Stream<Ipv4Address> addresses(int first) {
    int size = size();
    return IntStream.range(0, size)
        .map(i -> (int) Math.floorMod((long) first + i, (long) size))
        .mapToObj(this::address)
        .filter(address -> !address.equals(subnet.base()) && !address.equals(subnet.broadcast()));
  }

  private Ipv4Address address(int place) {
    int rest = place;
    for (Ipv4Range range : usable()) {
      if (rest < range.size()) {
        return range.start().plus(rest);
      }
      rest -= (int) range.size();
    }
    throw new IndexOutOfBoundsException(place);
  }

  /** The address that is kept for a MAC address. */
  Optional<Ipv4Address> addressOf(String mac) {
    return reservations.stream()
        .filter(reservation -> reservation.mac().equals(mac))
        .map(Reservation::address)
        .findFirst();
  }
}
