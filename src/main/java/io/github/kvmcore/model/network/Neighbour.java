package io.github.kvmcore.model.network;

/**
 * Who has an address on a link of the host, as the kernel knows it.
 *
 * @param device the host's network device
 * @param mac in lower case
 */
public record Neighbour(String device, String mac, Ipv4Address address) {}
