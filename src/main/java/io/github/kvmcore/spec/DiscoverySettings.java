package io.github.kvmcore.spec;

import io.github.kvmcore.model.machine.DiscoveryUrl;
import org.jspecify.annotations.Nullable;

/**
 * How etcd's members find each other.
 *
 * @param use whether by a discovery URL
 * @param url the discovery URL that the user gave; null: none
 * @param requestUrl where a new one is asked for
 */
public record DiscoverySettings(Use use, @Nullable DiscoveryUrl url, String requestUrl) {
  /** Whether members find each other by a discovery URL, or are told of each other. */
  public enum Use {
    /** By a discovery URL, for every cluster. */
    YES,
    /** By a discovery URL where the cluster's machines have one already, else by a list. */
    AUTO,
    /** By a list of members. */
    NO
  }
}
