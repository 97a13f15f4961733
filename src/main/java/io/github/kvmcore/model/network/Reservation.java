package io.github.kvmcore.model.network;

/**
 * A DHCP reservation of a libvirt network.
 *
 * @param mac in lower case; empty where the entry is by name only
 * @param name the host name that goes with it; empty where there is none
 */
public record Reservation(String mac, String name, Ipv4Address address) {}
