package io.github.kvmcore.model.machine;

/**
 * What a machine's k3s needs to know when it first starts.
 *
 * @param founds whether it is the server that founds the cluster
 * @param server the address of a server that it joins; empty where it founds
 */
public record K3sStart(K3sRole role, boolean founds, String server) {
  /** No k3s at all. */
  public static final K3sStart NONE = new K3sStart(K3sRole.NONE, false, "");
}
