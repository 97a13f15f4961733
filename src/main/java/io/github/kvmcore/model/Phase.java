package io.github.kvmcore.model;

import java.util.EnumSet;
import java.util.Set;

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

  /** The steps of {@code create}. */
  public static Set<Phase> ofCreate() {
    return EnumSet.of(DOWNLOAD, DISKS, INIT, VMS);
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
