package io.github.kvmcore.model.machine;

/** A domain's state, in the groups that {@code virsh list --state-…} tells apart. */
public enum DomainState {
  RUNNING("running"),
  PAUSED("paused"),
  SHUT_OFF("shut off"),
  /** In shutdown, crashed, suspended by power management. */
  OTHER("other"),
  /** Files of the machine are there, but no domain: a run of kvmcore ended half-way. */
  INCOMPLETE("incomplete");

  private final String text;

  DomainState(String text) {
    this.text = text;
  }

  /** Libvirt's word, as shown to users and in JSON. */
  @Override
  public String toString() {
    return text;
  }
}
