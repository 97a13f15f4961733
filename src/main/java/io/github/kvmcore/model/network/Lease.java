package io.github.kvmcore.model.network;

/**
 * A DHCP lease that is in force.
 *
 * @param mac in lower case
 */
public record Lease(String mac, Ipv4Address address) {}
