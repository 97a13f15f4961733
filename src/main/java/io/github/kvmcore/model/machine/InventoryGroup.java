package io.github.kvmcore.model.machine;

/** The group of an Ansible inventory that lists a cluster's machines. */
public final class InventoryGroup {
  /** The playbook's, which is read where no other is asked for, and written. */
  public static final String DEFAULT = "coreos_servers";

  private InventoryGroup() {}
}
