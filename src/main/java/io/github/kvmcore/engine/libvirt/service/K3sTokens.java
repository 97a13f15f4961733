package io.github.kvmcore.engine.libvirt.service;

/** Which tokens of k3s a cluster has. */
enum K3sTokens {
  /** None: its machines have no k3s. */
  NONE,
  /**
   * One for all. Servers learn at their first start which token agents have, so a cluster whose
   * servers know no agent token stays so.
   */
  SHARED,
  /** The servers' own, which lets in servers, and another that lets in agents only. */
  SEPARATE
}
