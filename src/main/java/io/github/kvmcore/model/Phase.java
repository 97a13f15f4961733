package io.github.kvmcore.model;

/**
 * The steps of {@code create}, in words that users know from Ansible tags, and of other commands.
 */
public enum Phase {
  DOWNLOAD("download"),
  DISKS("disks"),
  INIT("init"),
  VMS("vms"),
  SHUTDOWN("shutdown"),
  DESTROY("destroy");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
