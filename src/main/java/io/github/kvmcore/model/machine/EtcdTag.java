package io.github.kvmcore.model.machine;

import java.util.List;

/**
 * What is kept with a machine of how its etcd was started, so that later machines get the same.
 *
 * @param discovery the discovery URL; empty: none
 * @param members the names of the members that its etcd was given; empty: none
 */
public record EtcdTag(String discovery, List<String> members) {
  /** Of a machine without etcd. */
  public static final EtcdTag NONE = new EtcdTag("", List.of());

  public EtcdTag {
    members = List.copyOf(members);
  }

  /** What is to be kept of a start: the URL, or the names where there is none. */
  public static EtcdTag of(EtcdStart start) {
    DiscoveryUrl discovery = start.discovery();
    return discovery == null
        ? new EtcdTag("", start.members().stream().map(Machine::name).toList())
        : new EtcdTag(discovery.text(), List.of());
  }

  /** Of what the metadata says; what is no discovery URL, which somebody damaged, is left out. */
  public static EtcdTag parse(String discovery, String members) {
    return new EtcdTag(
        DiscoveryUrl.parse(discovery).map(DiscoveryUrl::text).orElse(""),
        members.isBlank() ? List.of() : List.of(members.strip().split("\\s+")));
  }

  public boolean isEmpty() {
    return equals(NONE);
  }
}
