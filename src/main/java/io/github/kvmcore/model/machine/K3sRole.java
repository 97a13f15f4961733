package io.github.kvmcore.model.machine;

import java.util.Arrays;

/** What a machine is in a cluster of k3s; kept with it, as it must stay the same. */
public enum K3sRole {
  /** The machine has no k3s. */
  NONE(""),
  /** The only server, with its state in SQLite: no other can join it. */
  ONLY_SERVER("server"),
  /** One of several servers, with their state in etcd. */
  SERVER("etcd-server"),
  AGENT("agent");

  private final String text;

  K3sRole(String text) {
    this.text = text;
  }

  public boolean isServer() {
    return this == ONLY_SERVER || this == SERVER;
  }

  /** The role of a word in metadata; one that somebody damaged is none. */
  public static K3sRole parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text.equals(text)).findFirst().orElse(NONE);
  }

  /** The word in metadata. */
  @Override
  public String toString() {
    return text;
  }
}
