package io.github.kvmcore.model.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's etcd needs to know when it first starts.
 *
 * @param discovery where it finds the others; null: by the list of members
 * @param members those that its cluster has once it has joined, itself among them; empty: the
 *     machine's profile has no etcd
 * @param founding whether the members found the cluster together; else it exists already
 * @param first whether it founds the cluster alone, for the others to join, as etcd 0.4 wants it
 * @param token the cluster's own word, the same on all founding members
 */
public record EtcdStart(
    @Nullable DiscoveryUrl discovery,
    List<Machine> members,
    boolean founding,
    boolean first,
    String token) {
  /** No etcd at all. */
  public static final EtcdStart NONE = new EtcdStart(null, List.of(), true, true, "");

  public EtcdStart {
    members = List.copyOf(members);
  }
}
